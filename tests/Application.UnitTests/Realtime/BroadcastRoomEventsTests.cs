using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.Realtime;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.UnitTests.Realtime;

public sealed class BroadcastRoomEventsTests
{
    [Test]
    public async Task Handle_WhenACommitAddedEvents_BroadcastsThemOnceToTheRoom()
    {
        var broadcaster = new Mock<IRoomBroadcaster>();
        var room = Some.Room();
        RoomEvent[] events = [Some.Message(room, Some.User(), 1), Some.Message(room, Some.User(), 2)];
        var notification = new DomainEventNotification<RoomEventsAppendedEvent>(new RoomEventsAppendedEvent(room.Id, events));

        await new BroadcastRoomEvents(broadcaster.Object).Handle(notification, CancellationToken.None);

        broadcaster.Verify(b => b.BroadcastAsync(room.Id, events), Times.Once);
        broadcaster.VerifyNoOtherCalls();
    }
}
