using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Messages;

namespace VideoChat.Application.Messages;

/// <summary>A message.</summary>
/// <param name="Id">UUID version 7.</param>
/// <param name="UserId">The sender.</param>
/// <param name="Username">The sender's name.</param>
/// <param name="RoomId">The room.</param>
/// <param name="Content">The text, exactly as it was sent but for white space at its ends. Not escaped for HTML.</param>
/// <param name="Timestamp">When the server took it, UTC.</param>
/// <param name="Seq">Its number among the room's events: rising, never reused.</param>
/// <param name="ClientId">The sender's own name for it; null where none was given.</param>
public sealed record MessageDto(
    Guid Id, Guid UserId, string Username, Guid RoomId, [MinLength(1)] string Content, DateTime Timestamp,
    [Range(1, int.MaxValue)] long Seq, [StringLength(Message.MaxClientIdLength, MinimumLength = 1)] string? ClientId)
{
    internal static MessageDto From(Message m) =>
        new(m.Id, m.UserId, m.Username, m.RoomId, m.Content, m.Timestamp, m.Seq, m.ClientId);
}
