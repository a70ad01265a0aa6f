using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Realtime;

/// <summary>Sends frames to every connection of a room, on every machine. Never waits for a connection.</summary>
public interface IRoomBroadcaster
{
    /// <summary>Sends the new events of a room. The receiver restores the order of <c>seq</c>.</summary>
    void Broadcast(Guid roomId, IReadOnlyList<RoomEvent> roomEvents);

    /// <summary>Sends a signal, which is not stored and may be lost.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="signal">The frame.</param>
    /// <param name="exceptUserId">The user whose connections do not receive it.</param>
    ValueTask SignalAsync(Guid roomId, RoomFrame signal, Guid exceptUserId);
}
