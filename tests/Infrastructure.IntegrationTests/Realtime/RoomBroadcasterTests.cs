using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Backplanes;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime;

public sealed class RoomBroadcasterTests
{
    [Test]
    public async Task BroadcastAsync_WhenSomebodyListens_PublishesTheFramesOnce()
    {
        var room = Some.Room();
        var listener = new RecordingListener();
        var backplane = new InProcessBackplane();
        await backplane.SubscribeAsync(room.Id, listener);

        await new RoomBroadcaster(backplane).BroadcastAsync(
            room.Id, [Some.Message(room, Some.User(), 3), Some.Message(room, Some.User(), 4)]);

        Assert.That(listener.Events.Select(batch => (batch.FirstSeq, batch.LastSeq)), Is.EqualTo(new[] { (3L, 4L) }));
    }

    [Test]
    public async Task SignalAsync_WhenOnlyAnotherRoomListens_PublishesNothing()
    {
        var listener = new RecordingListener();
        var backplane = new InProcessBackplane();
        await backplane.SubscribeAsync(Guid.NewGuid(), listener);

        await new RoomBroadcaster(backplane).SignalAsync(Guid.NewGuid(), new PongFrame(Some.Time), Guid.NewGuid());

        Assert.That(listener.Signals, Is.Zero);
    }

    [Test]
    public async Task UnsubscribeAsync_WhenTheNextListenerIsThereAlready_LeavesThatOne()
    {
        var roomId = Guid.NewGuid();
        var (first, next) = (new RecordingListener(), new RecordingListener());
        var backplane = new InProcessBackplane();
        await backplane.SubscribeAsync(roomId, first);
        await backplane.SubscribeAsync(roomId, next);

        await backplane.UnsubscribeAsync(roomId, first);

        Assert.That(backplane.HasListeners(roomId), Is.True);
    }

    private sealed class RecordingListener : IRoomListener
    {
        public List<EventBatch> Events { get; } = [];

        public int Signals { get; private set; }

        public void OnEvents(EventBatch batch) => Events.Add(batch);

        public void OnSignal(FrameBatch signal, Guid exceptUserId) => Signals++;
    }
}
