using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>Records the frames that are sent, in order, and calls back at each.</summary>
internal sealed class RecordingBroadcaster : IRoomBroadcaster
{
    private readonly Lock _lock = new();
    private readonly List<(Guid RoomId, long Seq)> _events = [];
    private readonly List<(RoomFrame Signal, Guid ExceptUserId)> _signals = [];

    public Action<Guid, IReadOnlyList<RoomEvent>>? Broadcasting { get; set; }

    public IReadOnlyList<(Guid RoomId, long Seq)> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    public IReadOnlyList<(RoomFrame Signal, Guid ExceptUserId)> Signals
    {
        get
        {
            lock (_lock)
                return [.. _signals];
        }
    }

    public void Broadcast(RoomEventsAppendedEvent appended)
    {
        lock (_lock)
            _events.AddRange(appended.RoomEvents.Select(roomEvent => (appended.RoomId, roomEvent.Seq)));
        Broadcasting?.Invoke(appended.RoomId, appended.RoomEvents);
    }

    public ValueTask SignalAsync(Guid roomId, RoomFrame signal, Guid exceptUserId)
    {
        lock (_lock)
            _signals.Add((signal, exceptUserId));
        return ValueTask.CompletedTask;
    }
}
