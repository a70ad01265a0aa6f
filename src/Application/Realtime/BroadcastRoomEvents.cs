using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Realtime;

/// <summary>Sends what a commit has added to a room to everyone connected there.</summary>
internal sealed class BroadcastRoomEvents(IRoomBroadcaster broadcaster)
    : INotificationHandler<DomainEventNotification<RoomEventsAppendedEvent>>
{
    public async Task Handle(
        DomainEventNotification<RoomEventsAppendedEvent> notification, CancellationToken cancellationToken)
    {
        var appended = notification.Event;
        await broadcaster.BroadcastAsync(appended.RoomId, appended.RoomEvents);
    }
}
