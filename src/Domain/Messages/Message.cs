using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Domain.Messages;

/// <summary>
/// The current state of a message. Each method that changes a message returns an event for the room log. Instances are immutable,
/// so caches and retried transactions can share them.
/// </summary>
public sealed record Message(
    Guid Id, Guid RoomId, long Seq, Guid UserId, string Username, string Content, string? ClientId, DateTime Timestamp)
{
    public const int DefaultMaxContentLength = 5_000;
    public const int MaxClientIdLength = 64;

    public static MessagePosted Post(Room room, User user, string content, string? clientId, DateTime now)
    {
        content = content.Trim();
        if (content.Length == 0 || !UserText.IsStorable(content))
            throw new ArgumentException("Not a valid content.", nameof(content));
        if (clientId is not null && !IsValidClientId(clientId))
            throw new ArgumentException("Not a valid client id.", nameof(clientId));
        return new MessagePosted(Uuid7.Next(), room.Id, user.Id, user.Username, content, clientId, now);
    }

    /// <summary>Determines whether a client id is valid: 1 to 64 storable characters.</summary>
    public static bool IsValidClientId(string clientId) =>
        clientId.Length is >= 1 and <= MaxClientIdLength && UserText.IsStorable(clientId);
}
