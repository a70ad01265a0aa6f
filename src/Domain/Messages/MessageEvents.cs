using VideoChat.Domain.Events;
using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.Messages;

/// <summary>An event about one message in the room log.</summary>
public interface IMessageEvent
{
    /// <summary>
    /// The state of the message after this event. An event that was just stored must have it, because the cache of recent events may
    /// contain the earlier state. An event that was read from the database can return null, because the message's row is up to date.
    /// </summary>
    Message? Message { get; }
}

/// <summary>The event that stores a message. Its row in the room log is the message's row.</summary>
public sealed class MessagePosted : RoomEvent, IMessageEvent
{
    public MessagePosted(Guid id, Guid roomId, Guid userId, string username, string content, string? clientId, DateTime timestamp)
        : base(id, roomId, timestamp)
    {
        UserId = userId;
        Username = username;
        Content = content;
        ClientId = clientId;
    }

    public override EventKind EventKind => EventKind.MessagePosted;

    public Guid UserId { get; }

    /// <summary>The sender's name, stored with the message so that reading history needs no join.</summary>
    public string Username { get; }

    public string Content { get; }

    public override int ContentLength => Content.Length;

    /// <summary>An optional id that the sender chose. It is unique per room and user.</summary>
    public string? ClientId { get; }

    public Message Message => new(Id, RoomId, Seq, UserId, Username, Content, ClientId, Timestamp);

    Message? IMessageEvent.Message => Message;

    /// <summary>
    /// Determines whether this message has the content of <paramref name="first"/>, a stored message with the same client id.
    /// </summary>
    public bool IsRepeatOf(Message first) => Content == first.Content;
}
