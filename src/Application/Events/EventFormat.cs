using VideoChat.Application.Realtime;
using VideoChat.Domain.Events;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Events;

/// <summary>The formats of one kind of room event: its socket frame, its webhook data, and an example.</summary>
public sealed class EventFormat
{
    private readonly Func<RoomEvent, RoomEventFrame> _toFrame;
    private readonly Func<RoomEvent, object> _toWebhookData;
    private readonly Func<RoomEvent> _example;

    private EventFormat(
        EventKind kind, Type eventType, Type frameType, Func<RoomEvent, RoomEventFrame> toFrame, Func<RoomEvent, object> toWebhookData,
        Func<RoomEvent> example)
    {
        (Kind, EventType, FrameType) = (kind, eventType, frameType);
        (_toFrame, _toWebhookData, _example) = (toFrame, toWebhookData, example);
    }

    public EventKind Kind { get; }

    /// <summary>
    /// The class of the events. Several kinds can share a class. The milestone property of the class then distinguishes the kinds.
    /// </summary>
    public Type EventType { get; }

    public Type FrameType { get; }

    public RoomEvent Example => _example();

    public static EventFormat Of<TEvent, TFrame>(
        EventKind kind, Func<TEvent, TFrame> toFrame, Func<TEvent, object> toWebhookData, long seq, Func<TEvent> example)
        where TEvent : RoomEvent
        where TFrame : RoomEventFrame =>
        new(kind, typeof(TEvent), typeof(TFrame), e => toFrame((TEvent)e), e => toWebhookData((TEvent)e), () =>
        {
            var roomEvent = example();
            roomEvent.AssignSeq(seq);
            return roomEvent;
        });

    public RoomEventFrame ToFrame(RoomEvent roomEvent) => _toFrame(roomEvent);

    public object ToWebhookData(RoomEvent roomEvent) => _toWebhookData(roomEvent);
}
