using System.Collections.Concurrent;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>One process is all there is: a publication is a call.</summary>
internal sealed class InProcessBackplane : IBackplane
{
    private readonly ConcurrentDictionary<Guid, IRoomListener> _listeners = new();

    public string State => "in_process";

    public bool HasListeners(Guid roomId) => _listeners.ContainsKey(roomId);

    public ValueTask SubscribeAsync(Guid roomId, IRoomListener listener)
    {
        _listeners[roomId] = listener;
        return ValueTask.CompletedTask;
    }

    public ValueTask UnsubscribeAsync(Guid roomId, IRoomListener listener)
    {
        // Only its own: the room's next listener may be there already.
        _listeners.TryRemove(new KeyValuePair<Guid, IRoomListener>(roomId, listener));
        return ValueTask.CompletedTask;
    }

    public ValueTask PublishEventsAsync(Guid roomId, EventBatch batch)
    {
        if (_listeners.TryGetValue(roomId, out var listener))
            listener.OnEvents(batch);
        return ValueTask.CompletedTask;
    }

    public ValueTask PublishSignalAsync(Guid roomId, FrameBatch signal, Guid exceptUserId)
    {
        if (_listeners.TryGetValue(roomId, out var listener))
            listener.OnSignal(signal, exceptUserId);
        return ValueTask.CompletedTask;
    }
}
