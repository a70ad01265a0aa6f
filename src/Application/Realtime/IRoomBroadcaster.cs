using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Realtime;

/// <summary>Sends frames to the connections of a room, on all machines. Slow connections do not delay the caller.</summary>
public interface IRoomBroadcaster
{
    /// <summary>Sends new room events. Each receiving machine restores their order by <c>seq</c>.</summary>
    void Broadcast(RoomEventsAppendedEvent appended);

    /// <summary>Sends a signal to all users in the room except one. Signals are not stored and can be lost.</summary>
    ValueTask SignalAsync(Guid roomId, RoomFrame signal, Guid exceptUserId);
}
