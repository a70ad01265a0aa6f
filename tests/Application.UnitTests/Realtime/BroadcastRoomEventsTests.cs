using Moq;
using VideoChat.Application.Realtime;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.UnitTests.Realtime;

public sealed class BroadcastRoomEventsTests
{
    [Test]
    public void Handle_WhenACommitAddedEvents_BroadcastsThemOnceToTheRoom()
    {
        var broadcaster = new Mock<IRoomBroadcaster>();
        var room = Some.Room();
        RoomEvent[] events = [Some.Message(room, Some.User(), 1), Some.Message(room, Some.User(), 2)];

        var appended = new RoomEventsAppendedEvent(room.Id, LogPosition.Start, events);
        new BroadcastRoomEvents(broadcaster.Object).Handle(appended);

        broadcaster.Verify(b => b.Broadcast(appended), Times.Once);
        broadcaster.VerifyNoOtherCalls();
    }
}
