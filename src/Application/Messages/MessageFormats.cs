using VideoChat.Application.Events;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Events;
using VideoChat.Domain.Messages;
using static VideoChat.Application.Events.ExampleIds;

namespace VideoChat.Application.Messages;

/// <summary>The formats of message events.</summary>
internal static class MessageFormats
{
    public static readonly IReadOnlyList<EventFormat> All =
    [
        EventFormat.Of<MessagePosted, MessageFrame>(
            EventKind.MessagePosted,
            e => new(e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.Content, e.ClientId, e.Timestamp),
            e => MessageDto.From(e.Message),
            1, () => new MessagePosted(MessageId, RoomId, AdaId, "ada", "hello bob", "5f1c", Noon)),
    ];
}

/// <summary>Sent when a user posts a message.</summary>
public sealed record MessageFrame(
    Guid Id, Guid RoomId, long Seq, Guid UserId, string Username, string Content, string? ClientId, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public static MessageFrame From(MessageDto m) =>
        new(m.Id, m.RoomId, m.Seq, m.UserId, m.Username, m.Content, m.ClientId, m.Timestamp);
}
