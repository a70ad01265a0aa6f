using VideoChat.Application.Common;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Realtime;

internal sealed class BroadcastRoomEvents(IRoomBroadcaster broadcaster) : IDomainEventHandler<RoomEventsAppendedEvent>
{
    public void Handle(RoomEventsAppendedEvent appended) => broadcaster.Broadcast(appended);
}
