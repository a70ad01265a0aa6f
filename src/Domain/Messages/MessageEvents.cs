using VideoChat.Domain.Events;
using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.Messages;

/// <summary>An entry of a room's log that is about one message.</summary>
public interface IMessageEvent
{
    /// <summary>The message as it is after the event; null if the event was read back and the message's own row has its state.</summary>
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

    /// <summary>The sender's name, kept with the message so that history needs no second table.</summary>
    public string Username { get; }

    public string Content { get; }

    public override int ContentLength => Content.Length;

    /// <summary>The sender's id for the message, unique per room and user; null if it has none.</summary>
    public string? ClientId { get; }

    public Message Message => new(Id, RoomId, Seq, UserId, Username, Content, ClientId, Timestamp);

    Message? IMessageEvent.Message => Message;

    /// <summary>Whether this message, sent again under the same client id, asks for nothing new.</summary>
    public bool IsRepeatOf(Message first) => Content == first.Content;
}
