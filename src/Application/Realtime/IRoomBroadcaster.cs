using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Realtime;

/// <summary>Sends frames to all connections of a room, on all machines. Slow connections do not delay the caller.</summary>
public interface IRoomBroadcaster
{
    /// <summary>Sends new room events. The receiving machine restores the order of <c>seq</c>.</summary>
    void Broadcast(Guid roomId, IReadOnlyList<RoomEvent> roomEvents);

    /// <summary>Sends a signal to all users except one. Signals are not stored and can be lost.</summary>
    ValueTask SignalAsync(Guid roomId, RoomFrame signal, Guid exceptUserId);
}
