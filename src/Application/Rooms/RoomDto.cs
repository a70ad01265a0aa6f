using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms;

/// <summary>A room.</summary>
/// <param name="Id">UUID version 7; ids sort by creation.</param>
/// <param name="Name">2 to 100 characters.</param>
/// <param name="CreatedAt">When the room was created, UTC.</param>
/// <param name="Users">The ids of its members, in the order in which they joined.</param>
public sealed record RoomDto(
    Guid Id, [StringLength(Room.MaxNameLength, MinimumLength = Room.MinNameLength)] string Name, DateTime CreatedAt, IReadOnlyList<Guid> Users)
{
    internal static RoomDto From(Room room, IEnumerable<Guid> members) =>
        new(room.Id, room.Name, room.CreatedAt, [.. members]);
}

/// <summary>A sentence for people that says what was done.</summary>
public sealed record MessageResult(string Message);
