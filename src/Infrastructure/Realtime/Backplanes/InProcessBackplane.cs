using System.Collections.Concurrent;
using VideoChat.Application.Health;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

internal sealed class InProcessBackplane : IBackplane
{
    private readonly ConcurrentDictionary<Guid, IRoomListener> _listeners = new();

    public BackplaneState State => BackplaneState.InProcess;

    public IRoomListener? Find(Guid roomId) => _listeners.GetValueOrDefault(roomId);

    public ValueTask SubscribeAsync(Guid roomId, IRoomListener listener)
    {
        _listeners[roomId] = listener;
        return ValueTask.CompletedTask;
    }

    public ValueTask UnsubscribeAsync(Guid roomId, IRoomListener listener)
    {
        // The value is compared too, because a new listener of the room may already be registered.
        _listeners.TryRemove(new KeyValuePair<Guid, IRoomListener>(roomId, listener));
        return ValueTask.CompletedTask;
    }

    public void Broadcast(RoomEventsAppendedEvent appended)
    {
        if (_listeners.TryGetValue(appended.RoomId, out var listener))
            listener.OnEvents(FrameWriter.Write(appended.Previous, appended.RoomEvents));
    }

    public ValueTask SignalAsync(Guid roomId, RoomFrame signal, Guid exceptUserId)
    {
        if (_listeners.TryGetValue(roomId, out var listener))
            listener.OnSignal(FrameWriter.Write(signal), exceptUserId);
        return ValueTask.CompletedTask;
    }
}
