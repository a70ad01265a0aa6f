using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Domain.Messages;

/// <summary>What a user has said in a room.</summary>
public sealed class Message : RoomEvent
{
    public const int DefaultMaxContentLength = 5_000;
    public const int MaxClientIdLength = 64;

    private Message(Guid id, Guid roomId, Guid userId, string username, string content, string? clientId, DateTime timestamp)
        : base(id, roomId, timestamp)
    {
        UserId = userId;
        Username = username;
        Content = content;
        ClientId = clientId;
    }

    public Guid UserId { get; }

    /// <summary>The sender's name, kept with the message so that history needs no second table: names never change.</summary>
    public string Username { get; }

    public string Content { get; }

    public override int ContentLength => Content.Length;

    /// <summary>The sender's own name for the message, unique per room and user: a repeat is recognised by it.</summary>
    public string? ClientId { get; }

    public static Message Post(Room room, User user, string content, string? clientId, DateTime now)
    {
        content = content.Trim();
        if (content.Length == 0 || !UserText.IsStorable(content))
            throw new ArgumentException("Not a valid content.", nameof(content));
        if (clientId is not null && !IsValidClientId(clientId))
            throw new ArgumentException("Not a valid client id.", nameof(clientId));
        return new Message(Uuid7.Next(), room.Id, user.Id, user.Username, content, clientId, now);
    }

    /// <summary>The rule for a client id: 1 to 64 characters, taken as they are.</summary>
    public static bool IsValidClientId(string clientId) =>
        clientId.Length is >= 1 and <= MaxClientIdLength && UserText.IsStorable(clientId);

    /// <summary>
    /// Whether this message, sent again under the same client id, asks for nothing new. The same id with another content
    /// is a conflict.
    /// </summary>
    public bool IsRepeatOf(Message first) => Content == first.Content;
}
