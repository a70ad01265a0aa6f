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

        new BroadcastRoomEvents(broadcaster.Object).Handle(new RoomEventsAppendedEvent(room.Id, LogPosition.Start, events));

        broadcaster.Verify(b => b.Broadcast(room.Id, events), Times.Once);
        broadcaster.VerifyNoOtherCalls();
    }
}
