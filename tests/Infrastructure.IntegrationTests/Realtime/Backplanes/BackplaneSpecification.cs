using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime.Backplanes;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Backplanes;

/// <summary>Tests the behavior of every backplane in the process that broadcasts.</summary>
public abstract class BackplaneSpecification
{
    private protected Room Room { get; } = Some.Room();

    private protected User Ada { get; } = Some.User("ada");

    private protected IBackplane Backplane { get; private set; } = null!;

    [SetUp]
    public async Task MakeABackplaneAsync() => Backplane = await CreateBackplaneAsync();

    private protected abstract Task<IBackplane> CreateBackplaneAsync();

    [Test]
    public async Task Broadcast_WhenThereIsAListener_DeliversTheEventsImmediatelyAndOnce()
    {
        var listener = await SubscribeAsync();

        Backplane.Broadcast(Room.Id, [Some.Message(Room, Ada, 3), Some.Message(Room, Ada, 4)]);
        Backplane.Broadcast(Room.Id, [Some.Message(Room, Ada, 5)]);

        Assert.That(listener.Events, Is.EqualTo(new[] { (3L, 4L), (5L, 5L) }));
    }

    [Test]
    public async Task SignalAsync_WhenThereIsAListener_DeliversItImmediatelyWithTheExcludedUser()
    {
        var listener = await SubscribeAsync();

        await Backplane.SignalAsync(Room.Id, new TypingFrame(Ada.Id, "ada", Some.Time), Ada.Id);

        Assert.That(listener.Signals, Is.EqualTo(new[] { new SeenSignal("typing", Ada.Id, "ada", Ada.Id) }));
    }

    [Test]
    public async Task SignalAsync_WhenOnlyAnotherRoomListens_DeliversNothing()
    {
        var listener = await SubscribeAsync();

        await Backplane.SignalAsync(Guid.NewGuid(), new TypingFrame(Ada.Id, "ada", Some.Time), Ada.Id);
        Backplane.Broadcast(Guid.NewGuid(), [Some.Message(Room, Ada, 1)]);

        Assert.That((listener.Signals, listener.Events), Is.EqualTo((Array.Empty<SeenSignal>(), Array.Empty<(long, long)>())));
    }

    [Test]
    public async Task UnsubscribeAsync_WhenANewListenerHasSubscribed_KeepsThatOne()
    {
        var (first, next) = (await SubscribeAsync(), await SubscribeAsync());

        await Backplane.UnsubscribeAsync(Room.Id, first);
        Backplane.Broadcast(Room.Id, [Some.Message(Room, Ada, 1)]);

        Assert.That((first.Events.Count, next.Events.Count), Is.EqualTo((0, 1)));
    }

    private protected async Task<RecordingListener> SubscribeAsync()
    {
        var listener = new RecordingListener();
        await Backplane.SubscribeAsync(Room.Id, listener);
        return listener;
    }
}
