using VideoChat.Application.Common;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Realtime;

/// <summary>Sends what a commit has added to a room's log to every connection of the room.</summary>
internal sealed class BroadcastRoomEvents(IRoomBroadcaster broadcaster) : IDomainEventHandler<RoomEventsAppendedEvent>
{
    public void Handle(RoomEventsAppendedEvent appended) => broadcaster.Broadcast(appended.RoomId, appended.RoomEvents);
}
