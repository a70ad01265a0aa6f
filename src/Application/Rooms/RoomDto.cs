using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms;

/// <summary>A room.</summary>
/// <param name="Id">A UUID of version 7. Ids sort by creation time.</param>
/// <param name="Name">2 to 100 characters.</param>
/// <param name="CreatedAt">The creation time in UTC.</param>
/// <param name="Users">
/// The ids of the first members in the order in which they joined: at most 10 in a list of rooms, and otherwise at most 100.
/// </param>
/// <param name="MemberCount">The number of members.</param>
/// <param name="Position">
/// The position of the room's newest event, as <c>seq:event id</c>. A socket with this value in <c>?after=</c> receives every later event.
/// </param>
public sealed record RoomDto(
    Guid Id, [StringLength(Room.MaxNameLength, MinimumLength = Room.MinNameLength)] string Name, DateTime CreatedAt,
    [MaxLength(RoomDto.MaxUsers)] IReadOnlyList<Guid> Users, [Range(0, int.MaxValue)] int MemberCount, string Position)
{
    public const int MaxUsers = 100;

    public const int MaxUsersInList = 10;
}

/// <summary>The result of an operation, as a sentence.</summary>
public sealed record MessageResult(string Message);
