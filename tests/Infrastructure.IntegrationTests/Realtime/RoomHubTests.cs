using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Backplanes;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RoomHubTests : IAsyncDisposable
{
    private readonly Room _room = Some.Room();
    private readonly User _user = Some.User();
    private readonly FakeTimeProvider _clock = Some.Clock();
    private readonly FakeRoomEvents _log = new();
    private readonly InProcessBackplane _backplane = new();
    private readonly List<Peer> _peers = [];
    private readonly ServiceProvider _services;
    private readonly RoomHub _hub;

    public RoomHubTests()
    {
        _services = new ServiceCollection().AddScoped<IRoomEventRepository>(_ => _log).BuildServiceProvider();
        var reader = new RoomLogReader(_services.GetRequiredService<IServiceScopeFactory>());
        _hub = new RoomHub(_backplane, reader, _clock, NullLogger<RoomHub>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers)
            await peer.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Test]
    public async Task AddAsync_WhenTheRoomHasALog_TellsItsNewestSeq()
    {
        Append(1, 3);
        var peer = await ConnectAsync(_user);

        var lastSeq = await _hub.AddAsync(peer.Connection);

        Assert.That(lastSeq, Is.EqualTo(3));
        Assert.That(_hub.Connections, Is.EqualTo(1));
        Assert.That(_hub.List(), Is.EqualTo(new[] { peer.Connection }));
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
        Assert.That(_log.Reads, Is.Zero);
    }

    [Test]
    public async Task OnEvents_WhenAHoleStaysFor200Milliseconds_IsFilledFromTheLog()
    {
        var peer = await EnterAsync();
        Append(1, 4);
        await PublishAsync(4, 4);

        _clock.Advance(TimeSpan.FromMilliseconds(199));
        var readsBefore = _log.Reads;
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(readsBefore, Is.Zero);
        Assert.That(await peer.ReceiveSeqsAsync(4), Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task OnEvents_WhenTheHoleFillsItself_TheLogIsNotRead()
    {
        var peer = await EnterAsync();
        Append(1, 2);
        await PublishAsync(2, 2);
        await PublishAsync(1, 1);

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(_log.Reads, Is.Zero);
    }

    [Test]
    public async Task OnEvents_WhenTheLogCannotBeRead_IsTriedAgain()
    {
        var peer = await EnterAsync();
        Append(1, 2);
        await PublishAsync(2, 2);
        _log.FailsNextRead = true;

        _clock.Advance(TimeSpan.FromMilliseconds(200));
        _clock.Advance(TimeSpan.FromMilliseconds(200));

        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(_log.Reads, Is.EqualTo(2));
    }

    [Test]
    public async Task OnReached_WhenAnotherMachineHasWritten_IsReadAtOnceAndOnce()
    {
        var peer = await EnterAsync();
        Append(1, 300);

        _backplane.Find(_room.Id)!.OnReached(2);
        _backplane.Find(_room.Id)!.OnReached(1);
        _backplane.Find(_room.Id)!.OnReached(300);
        await PublishAsync(300, 300);

        Assert.That(await peer.ReceiveSeqsAsync(300), Is.EqualTo(Enumerable.Range(1, 300)));
        Assert.That(_log.Reads, Is.EqualTo(3), "2 events, then a page of 256 and the rest");
    }

    [Test]
    public async Task OnReached_WhenThereIsAHole_OnlyTheHoleIsRead()
    {
        var peer = await EnterAsync();
        Append(1, 3);
        await PublishAsync(3, 3);

        _backplane.Find(_room.Id)!.OnReached(2);

        Assert.That(await peer.ReceiveSeqsAsync(3), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(_log.Reads, Is.EqualTo(1));
    }

    [Test]
    public async Task OnReached_WhenMoreIsSaidThanIsThere_GoesOnFromWhatIs()
    {
        var peer = await EnterAsync();
        Append(1, 2);

        _backplane.Find(_room.Id)!.OnReached(long.MaxValue);
        Append(3, 3);
        _backplane.Find(_room.Id)!.OnReached(3);
        await PublishAsync(4, 4);

        Assert.That(await peer.ReceiveSeqsAsync(4), Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task OnReached_WhenItIsSaidWhileAReadFindsNothing_IsReadAgain()
    {
        var peer = await EnterAsync();
        var gate = new TaskCompletionSource();
        _log.ReadGate = gate.Task;
        _backplane.Find(_room.Id)!.OnReached(2);

        Append(1, 1);
        _backplane.Find(_room.Id)!.OnReached(1);
        gate.SetResult();

        Assert.That(await peer.ReceiveSeqsAsync(1), Is.EqualTo(new[] { 1 }));
        Assert.That(_log.Reads, Is.EqualTo(2));
    }

    [Test]
    public async Task OnReached_WhenTheLogCannotBeRead_IsReadAgainAfterASecond()
    {
        var peer = await EnterAsync();
        Append(1, 2);
        _log.FailsNextRead = true;

        _backplane.Find(_room.Id)!.OnReached(2);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(_log.Reads, Is.EqualTo(2));
    }

    [Test]
    public async Task SendAgain_WhenTheRoomWasTold_GoesToThisOneAlone()
    {
        var (ada, bob) = (await EnterAsync(), await EnterAsync());
        await PublishAsync(1, 2);

        ada.Connection.SendAgain(Frame(1));
        await PublishAsync(3, 3);

        Assert.That(await ada.ReceiveSeqsAsync(4), Is.EqualTo(new[] { 1, 2, 1, 3 }));
        Assert.That(await bob.ReceiveSeqsAsync(3), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task SendAgain_WhenNobodyWasToldOfItNorOfThoseBefore_AllAreToldInOrderAndOnce()
    {
        var (ada, bob) = (await EnterAsync(), await EnterAsync());
        Append(1, 4);

        ada.Connection.SendAgain(Frame(3));
        await PublishAsync(4, 4);

        Assert.That(await ada.ReceiveSeqsAsync(4), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        Assert.That(await bob.ReceiveSeqsAsync(4), Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task SendAgain_WhenThePeerHasSeenMoreThanTheRoomWasTold_IsAnswered()
    {
        var peer = await ConnectAsync(_user);
        peer.Connection.SkipThrough = 5;
        await _hub.AddAsync(peer.Connection);

        peer.Connection.SendAgain(Frame(4));

        Assert.That(await peer.ReceiveSeqsAsync(1), Is.EqualTo(new[] { 4 }));
    }

    [Test]
    public async Task LookAsync_WhenNobodyHasToldOfEvents_FindsThem()
    {
        var peer = await EnterAsync();
        Append(1, 2);

        await _hub.LookAsync();

        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task AddAsync_WhenEventsArePublishedBeforeTheRoomHasStarted_NoneIsLostOrDoubled()
    {
        var gate = new TaskCompletionSource();
        _log.Gate = gate.Task;
        Append(1, 2);
        var peer = await ConnectAsync(_user);
        var adding = _hub.AddAsync(peer.Connection);
        await PublishAsync(2, 3);
        await PublishAsync(5, 5);

        gate.SetResult();
        var lastSeq = await adding.WaitAsync(Wait.Patience);
        await PublishAsync(4, 4);

        Assert.That(lastSeq, Is.EqualTo(3));
        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 4, 5 }));
    }

    [Test]
    public async Task AddAsync_WhenTheRoomCannotStart_ThrowsAndTheNextStartsAfresh()
    {
        _log.Gate = Task.FromException(new IOException("broken on purpose"));
        var peer = await ConnectAsync(_user);

        Assert.That(() => _hub.AddAsync(peer.Connection), Throws.InstanceOf<IOException>());

        _log.Gate = Task.CompletedTask;
        await _hub.AddAsync(peer.Connection).WaitAsync(Wait.Patience);
        await PublishAsync(1, 1);
        Assert.That(await peer.ReceiveSeqsAsync(1), Is.EqualTo(new[] { 1 }));
        Assert.That(_hub.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task RemoveAsync_WhenItWasTheLast_NobodyListensAnyMore()
    {
        var (ada, bob) = (await EnterAsync(), await EnterAsync());

        await _hub.RemoveAsync(ada.Connection);
        var oneListens = _backplane.Find(_room.Id) is not null;
        await _hub.RemoveAsync(bob.Connection);

        Assert.That(oneListens, Is.True);
        Assert.That(_backplane.Find(_room.Id), Is.Null);
        Assert.That(_hub.Connections, Is.Zero);
        Assert.That(_hub.List(), Is.Empty);
    }

    [Test]
    public async Task RemoveAsync_WhenOneOfSeveralLeaves_TheOthersGetWhatFollows()
    {
        Peer[] peers = [await EnterAsync(), await EnterAsync(), await EnterAsync()];

        await _hub.RemoveAsync(peers[0].Connection);
        await PublishAsync(1, 1);
        await _hub.RemoveAsync(peers[2].Connection);
        await PublishAsync(2, 2);

        Assert.That(await peers[1].ReceiveSeqsAsync(2), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(await peers[2].ReceiveSeqsAsync(1), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task AddAsync_WhenTheLastLeavesAtThatMoment_TheNewOneGetsAllThatFollows()
    {
        var (present, coming) = (await EnterAsync(), await ConnectAsync(_user));

        for (var seq = 1; seq <= 300; seq++)
        {
            await Task.WhenAll(
                Task.Run(() => _hub.RemoveAsync(present.Connection)), Task.Run(() => _hub.AddAsync(coming.Connection)))
                .WaitAsync(Wait.Patience);
            Append(seq, seq);
            await PublishAsync(seq, seq);

            Assert.That(await coming.ReceiveSeqsAsync(1), Is.EqualTo(new[] { seq }));
            (present, coming) = (coming, present);
        }

        Assert.That(_hub.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task OnEvents_WhenThePeerHasSomeAlready_GetsOnlyTheRest()
    {
        var peer = await ConnectAsync(_user);
        peer.Connection.SkipThrough = 5;
        await _hub.AddAsync(peer.Connection);

        await PublishAsync(1, 4);
        await PublishAsync(5, 7);

        Assert.That(await peer.ReceiveSeqsAsync(2), Is.EqualTo(new[] { 6, 7 }));
    }

    [Test]
    public async Task OnSignal_WhenItIsTheFirst_GoesOutAtOnceToAllButItsUser()
    {
        var ofUser = await EnterAsync();
        var other = await EnterAsync(Some.User("bob"));

        await SignalAsync(Typing(_user));
        ofUser.Connection.Send(new PongFrame(Some.Time));

        Assert.That(await other.ReceiveTypesAsync(1), Is.EqualTo(new[] { "typing" }));
        Assert.That(await ofUser.ReceiveTypesAsync(1), Is.EqualTo(new[] { "pong" }));
    }

    [Test]
    public async Task OnSignal_WhenOthersWentOutJustBefore_WaitsUntil50MillisecondsArePast()
    {
        var peer = await EnterAsync(Some.User("bob"));
        await SignalAsync(Typing(_user));
        await SignalAsync(Joined(_user));
        await SignalAsync(Left(_user));

        _clock.Advance(TimeSpan.FromMilliseconds(49));
        peer.Connection.Send(new PongFrame(Some.Time));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(await peer.ReceiveTypesAsync(4), Is.EqualTo(new[] { "typing", "pong", "user_joined", "user_left" }));
    }

    [Test]
    public async Task OnSignal_WhenSomeOfTheGatheredAreTheUsersOwn_GetsTheOthers()
    {
        var peer = await EnterAsync();
        var bob = Some.User("bob");
        await SignalAsync(Typing(bob));
        await SignalAsync(Typing(_user));
        await SignalAsync(Left(bob));

        _clock.Advance(TimeSpan.FromMilliseconds(50));

        Assert.That(await peer.ReceiveTypesAsync(2), Is.EqualTo(new[] { "typing", "user_left" }));
    }

    [Test]
    public async Task OnEvents_WhenSignalsWait_TheseGoFirst()
    {
        var peer = await EnterAsync(Some.User("bob"));
        await SignalAsync(Typing(_user));
        await SignalAsync(Joined(_user));

        await PublishAsync(1, 1);

        Assert.That(await peer.ReceiveTypesAsync(3), Is.EqualTo(new[] { "typing", "user_joined", "message" }));
    }

    [Test]
    public async Task OnEvents_WhenManyAreBeingTold_EachGetsEverySignalOnceAndBeforeTheEvent()
    {
        var (peers, bob) = (new List<Peer>(), Some.User("bob"));
        for (var i = 0; i < RoomSignals.Slice + 20; i++)
            peers.Add(await EnterAsync(bob));

        await SignalAsync(Typing(_user));
        await SignalAsync(Joined(_user));
        await _hub.RemoveAsync(peers[0].Connection);
        await PublishAsync(1, 1);

        foreach (var peer in peers.Skip(1))
            Assert.That(await peer.ReceiveTypesAsync(3), Is.EqualTo(new[] { "typing", "user_joined", "message" }));
    }

    [Test]
    public async Task OnSignal_WhenAConnectionCameAfterIt_IsNotToldToIt()
    {
        await EnterAsync(Some.User("bob"));
        await SignalAsync(Typing(_user));
        await SignalAsync(Joined(_user));
        var late = await EnterAsync(Some.User("bob"));

        await PublishAsync(1, 1);

        Assert.That(await late.ReceiveTypesAsync(1), Is.EqualTo(new[] { "message" }));
    }

    [Test]
    public async Task OnEvents_WhenAConnectionsQueueIsFull_ItIsClosedAndTheOthersDoNotWait()
    {
        var slow = await Peer.ConnectAsync(_room, _user, _clock, new RealtimeOptions { MaxQueuedFrames = 16 });
        _peers.Add(slow);
        await _hub.AddAsync(slow.Connection);
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

    private async Task<Peer> ConnectAsync(User user)
    {
        var peer = await Peer.ConnectAsync(_room, user, _clock);
        _peers.Add(peer);
        peer.Run();
        return peer;
    }

    private async Task<Peer> EnterAsync(User? user = null)
    {
        var peer = await ConnectAsync(user ?? _user);
        await _hub.AddAsync(peer.Connection);
        return peer;
    }

    private void Append(long first, long last)
    {
        foreach (var message in Messages(first, last))
            _log.Add(message);
    }

    private ValueTask PublishAsync(long first, long last) =>
        _backplane.BroadcastAsync(_room.Id, [.. Messages(first, last)]);

    private ValueTask SignalAsync((RoomFrame Frame, User User) signal) =>
        _backplane.SignalAsync(_room.Id, signal.Frame, signal.User.Id);

    private RoomEventFrame Frame(long seq) => RoomEventFrame.From(Messages(seq, seq).Single());

    private IEnumerable<Message> Messages(long first, long last)
    {
        for (var seq = first; seq <= last; seq++)
            yield return Some.Message(_room, _user, seq);
    }
}
