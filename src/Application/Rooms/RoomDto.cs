using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms;

/// <summary>A room.</summary>
/// <param name="Id">UUID version 7; ids sort by creation.</param>
/// <param name="Name">2 to 100 characters.</param>
/// <param name="CreatedAt">When the room was created, UTC.</param>
/// <param name="Users">
/// The ids of the members who joined first, in the order in which they joined: at most 10 in a list of rooms, 100 elsewhere.
/// </param>
/// <param name="MemberCount">How many members it has.</param>
public sealed record RoomDto(
    Guid Id, [StringLength(Room.MaxNameLength, MinimumLength = Room.MinNameLength)] string Name, DateTime CreatedAt,
    [MaxLength(RoomDto.MaxUsers)] IReadOnlyList<Guid> Users, [Range(0, int.MaxValue)] int MemberCount)
{
    /// <summary>How many members are named in one room.</summary>
    public const int MaxUsers = 100;

    /// <summary>How many members of each room are named in a list of rooms.</summary>
    public const int MaxUsersInList = 10;
}

/// <summary>A sentence for people that says what was done.</summary>
public sealed record MessageResult(string Message);
