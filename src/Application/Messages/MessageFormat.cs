using VideoChat.Application.Events;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Events;
using VideoChat.Domain.Messages;
using static VideoChat.Application.Events.ExampleIds;

namespace VideoChat.Application.Messages;

internal static class MessageFormat
{
    public static readonly EventFormat Posted = EventFormat.Of<MessagePosted, MessageFrame>(
        EventKind.MessagePosted,
        e => new(e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.Content, e.ClientId, e.Timestamp),
        e => MessageDto.From(e.Message),
        1, () => new MessagePosted(MessageId, RoomId, AdaId, "ada", "hello bob", "5f1c", Noon));
}
