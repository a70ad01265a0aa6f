using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Messages;

namespace VideoChat.Application.Messages;

/// <summary>A message.</summary>
/// <param name="Id">A UUID of version 7.</param>
/// <param name="UserId">The sender.</param>
/// <param name="Username">The name of the sender.</param>
/// <param name="RoomId">The room.</param>
/// <param name="Content">The text without leading and trailing white space. It is not escaped for HTML.</param>
/// <param name="Timestamp">The time at which the server received the message, in UTC.</param>
/// <param name="Seq">The number of the message among the room's events. It increases and is never reused.</param>
/// <param name="ClientId">The id that the sender assigned; null if there is none.</param>
public sealed record MessageDto(
    Guid Id, Guid UserId, string Username, Guid RoomId, [MinLength(1)] string Content, DateTime Timestamp,
    [Range(1, int.MaxValue)] long Seq, [StringLength(Message.MaxClientIdLength, MinimumLength = 1)] string? ClientId)
{
    internal static MessageDto From(Message m) =>
        new(m.Id, m.UserId, m.Username, m.RoomId, m.Content, m.Timestamp, m.Seq, m.ClientId);
}
