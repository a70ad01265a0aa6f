using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Realtime;

/// <summary>Sends frames to every connection of a room, on every machine. It never waits for a connection.</summary>
public interface IRoomBroadcaster
{
    /// <summary>Sends what a commit has added to a room's log; the receiving end puts it in the order of <c>seq</c>.</summary>
    void Broadcast(Guid roomId, IReadOnlyList<RoomEvent> roomEvents);

    /// <summary>Sends a signal: not stored, best effort.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="signal">The frame.</param>
    /// <param name="exceptUserId">Whose connections do not get it.</param>
    ValueTask SignalAsync(Guid roomId, RoomFrame signal, Guid exceptUserId);
}
