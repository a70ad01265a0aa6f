using VideoChat.Domain.Events;
using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.Messages;

/// <summary>An entry of a room's log that is about one message.</summary>
public interface IMessageEvent
{
    /// <summary>
    /// The message after the event; null if the event was read from the database, in which case the message's own row has the state.
    /// </summary>
    Message? Message { get; }
}

/// <summary>A user posted a message.</summary>
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

    /// <summary>The sender's id for the message, unique per room and user; null if it has none.</summary>
    public string? ClientId { get; }

    public Message Message => new(Id, RoomId, Seq, UserId, Username, Content, ClientId, Timestamp);

    Message? IMessageEvent.Message => Message;

    /// <summary>Returns whether this message, sent again with the same client id, is a repeat of the first one.</summary>
    public bool IsRepeatOf(Message first) => Content == first.Content;
}
