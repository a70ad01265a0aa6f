using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

internal static class BroadcasterExtensions
{
    /// <summary>Broadcasts events of <see cref="Some"/>, after the events with the preceding numbers.</summary>
    public static void Broadcast(this IRoomBroadcaster broadcaster, Guid roomId, IReadOnlyList<RoomEvent> roomEvents, byte branch = 0) =>
        broadcaster.Broadcast(new RoomEventsAppendedEvent(roomId, Some.Position(roomId, roomEvents[0].Seq - 1, branch), roomEvents));
}
