using VideoChat.Application.Realtime;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Rooms;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Rooms;

public sealed class RoomHubTests : OnAHub
{
    [Test]
    public async Task SubscribeAsync_WhenTheRoomHasALog_ReturnsItsNewestPosition()
    {
        Append(1, 3);
        var peer = await ConnectAsync(User);

        var subscription = await peer.SubscribeAsync(Hub);

        Assert.That(subscription.Start, Is.EqualTo(Some.Position(Room.Id, 3)));
        Assert.That(subscription.Connection, Is.SameAs(peer.Connection));
        Assert.That(Hub.Rooms, Is.EqualTo(1));
    }

    [Test]
    public async Task OnEvents_WhenPublished_EveryConnectionOfTheRoomGetsThemInOrder()
    {
        var (ada, bob) = (await EnterAsync(), await EnterAsync());

        await PublishAsync(1, 2);
        await PublishAsync(3, 3);

        Assert.That(await ada.ReceiveSeqsAsync(3), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(await bob.ReceiveSeqsAsync(3), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task OnEvents_WhenPublishedOutOfOrderAndTwice_TheConnectionGetsThemInOrderAndOnce()
    {
        var peer = await EnterAsync();

        await PublishAsync(4, 5);
        await PublishAsync(2, 3);
        await PublishAsync(4, 5);
        await PublishAsync(1, 1);
        await PublishAsync(1, 6);

        Assert.That(await peer.ReceiveSeqsAsync(6), Is.EqualTo(new[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That(Log.Reads, Is.Zero);
    }

    [Test]
    public async Task SubscribeAsync_WhenEventsArePublishedBeforeTheRoomHasStarted_NoneIsLostOrDuplicated()
    {
        var gate = new TaskCompletionSource();
        Log.Gate = gate.Task;
        Append(1, 2);
        var peer = await ConnectAsync(User);
        var subscribing = peer.SubscribeAsync(Hub);
        await PublishAsync(2, 3);
        await PublishAsync(5, 5);

        gate.SetResult();
        var subscription = await subscribing.WaitAsync(Wait.Timeout);
        await PublishAsync(4, 4);

        Assert.That(subscription.Start, Is.EqualTo(Some.Position(Room.Id, 3)));
        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 4, 5 }));
    }

    [Test]
    public async Task SubscribeAsync_WhenTheRoomCannotStart_ThrowsAndTheNextStartsAfresh()
    {
        Log.Gate = Task.FromException(new IOException("broken on purpose"));
        var peer = await ConnectAsync(User);

        Assert.That(() => peer.SubscribeAsync(Hub), Throws.InstanceOf<IOException>());

        Log.Gate = Task.CompletedTask;
        await peer.SubscribeAsync(Hub).WaitAsync(Wait.Timeout);
        await PublishAsync(1, 1);
        Assert.That(await peer.ReceiveSeqsAsync(1), Is.EqualTo(new[] { 1 }));
        Assert.That(Hub.Rooms, Is.EqualTo(1));
    }

    [Test]
    public async Task UnsubscribeAsync_WhenItWasTheLast_ReceivesNothing()
    {
        var (ada, bob) = (await EnterAsync(), await EnterAsync());

        await LeaveAsync(ada);
        var oneListens = Backplane.Find(Room.Id) is not null;
        await LeaveAsync(bob);

        Assert.That(oneListens, Is.True);
        Assert.That(Backplane.Find(Room.Id), Is.Null);
        Assert.That(Hub.Rooms, Is.Zero);
    }

    [Test]
    public async Task UnsubscribeAsync_WhenOneOfSeveralLeaves_TheOthersGetWhatFollows()
    {
        Peer[] peers = [await EnterAsync(), await EnterAsync(), await EnterAsync()];

        await LeaveAsync(peers[0]);
        await PublishAsync(1, 1);
        await LeaveAsync(peers[2]);
        await PublishAsync(2, 2);

        Assert.That(await peers[1].ReceiveSeqsAsync(2), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(await peers[2].ReceiveSeqsAsync(1), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task SubscribeAsync_WhenTheLastLeavesAtThatMoment_TheNewOneGetsAllThatFollows()
    {
        var (present, coming) = (await EnterAsync(), await ConnectAsync(User));

        for (var seq = 1; seq <= 300; seq++)
        {
            await Task.WhenAll(
                Task.Run(() => LeaveAsync(present)), Task.Run(() => coming.SubscribeAsync(Hub)))
                .WaitAsync(Wait.Timeout);
            Append(seq, seq);
            await PublishAsync(seq, seq);

            Assert.That(await coming.ReceiveSeqsAsync(1), Is.EqualTo(new[] { seq }));
            (present, coming) = (coming, present);
        }

        Assert.That(Hub.Rooms, Is.EqualTo(1));
    }

    [Test]
    public async Task OnEvents_WhenThePeerHasSomeAlready_GetsOnlyTheRest()
    {
        var peer = await EnterAsync(skipThrough: 5);

        await PublishAsync(1, 4);
        await PublishAsync(5, 7);

        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 6, 7 }));
    }

    [Test]
    public async Task OnSignal_WhenItIsTheFirst_IsSentImmediatelyToAllButItsUser()
    {
        var ofUser = await EnterAsync();
        var other = await EnterAsync(Some.User("bob"));

        await SignalAsync(Typing(User));
        ofUser.Connection.Send(new PongFrame(Some.Time));

        Assert.That(await other.ReceiveTypesAsync(1), Is.EqualTo(new[] { "typing" }));
        Assert.That(await ofUser.ReceiveTypesAsync(1), Is.EqualTo(new[] { "pong" }));
    }

    [Test]
    public async Task OnSignal_WhenOthersWentOutJustBefore_WaitsUntil50MillisecondsArePast()
    {
        var peer = await EnterAsync(Some.User("bob"));
        await SignalAsync(Typing(User));
        await SignalAsync(Joined(User));
        await SignalAsync(Left(User));

        Clock.Advance(TimeSpan.FromMilliseconds(49));
        peer.Connection.Send(new PongFrame(Some.Time));
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(await peer.ReceiveTypesAsync(4), Is.EqualTo(new[] { "typing", "pong", "user_joined", "user_left" }));
    }

    [Test]
    public async Task OnSignal_WhenSomeOfTheGatheredAreTheUsersOwn_GetsTheOthers()
    {
        var peer = await EnterAsync();
        var bob = Some.User("bob");
        await SignalAsync(Typing(bob));
        await SignalAsync(Typing(User));
        await SignalAsync(Left(bob));

        Clock.Advance(TimeSpan.FromMilliseconds(50));

        Assert.That(await peer.ReceiveTypesAsync(2), Is.EqualTo(new[] { "typing", "user_left" }));
    }

    [Test]
    public async Task OnEvents_WhenSignalsWait_TheseGoFirst()
    {
        var peer = await EnterAsync(Some.User("bob"));
        await SignalAsync(Typing(User));
        await SignalAsync(Joined(User));

        await PublishAsync(1, 1);

        Assert.That(await peer.ReceiveTypesAsync(3), Is.EqualTo(new[] { "typing", "user_joined", "message" }));
    }

    [Test]
    public async Task OnEvents_DuringARoundOfSignals_EachGetsEverySignalOnceAndBeforeTheEvent()
    {
        var (peers, bob) = (new List<Peer>(), Some.User("bob"));
        for (var i = 0; i < RoomSignals.MaxSlice + 20; i++)
            peers.Add(await EnterAsync(bob));

        await SignalAsync(Typing(User));
        await SignalAsync(Joined(User));
        await LeaveAsync(peers[0]);
        await PublishAsync(1, 1);

        foreach (var peer in peers.Skip(1))
            Assert.That(await peer.ReceiveTypesAsync(3), Is.EqualTo(new[] { "typing", "user_joined", "message" }));
    }

    [Test]
    public async Task OnSignal_WhenAConnectionSubscribesLater_DoesNotGetIt()
    {
        await EnterAsync(Some.User("bob"));
        await SignalAsync(Typing(User));
        await SignalAsync(Joined(User));
        var late = await EnterAsync(Some.User("bob"));

        await PublishAsync(1, 1);

        Assert.That(await late.ReceiveTypesAsync(1), Is.EqualTo(new[] { "message" }));
    }

    [Test]
    public async Task OnEvents_WhenAConnectionsQueueIsFull_ItIsClosedAndTheOthersDoNotWait()
    {
        var slow = await Peer.ConnectAsync(Room, User, Clock, new RealtimeOptions { MaxQueuedFrames = 16 });
        Peers.Add(slow);
        await slow.SubscribeAsync(Hub);
        var other = await EnterAsync();

        for (var seq = 1; seq <= 17; seq++)
            await PublishAsync(seq, seq);
        slow.Run();

        Assert.That(await other.ReceiveSeqsAsync(17), Is.EqualTo(Enumerable.Range(1, 17)));
        Assert.That(await slow.ReceiveCloseAsync(), Is.EqualTo(CloseCodes.SlowConsumer));
    }

    private static (RoomFrame Frame, User User) Typing(User user) => (new TypingFrame(user.Id, user.Username, Some.Time), user);

    private static (RoomFrame Frame, User User) Joined(User user) => (new UserJoinedFrame(user.Id, user.Username, Some.Time), user);

    private static (RoomFrame Frame, User User) Left(User user) => (new UserLeftFrame(user.Id, user.Username, Some.Time), user);

    private ValueTask SignalAsync((RoomFrame Frame, User User) signal) =>
        Backplane.SignalAsync(Room.Id, signal.Frame, signal.User.Id);
}
