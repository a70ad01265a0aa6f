using System.Net.WebSockets;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Rooms;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Rooms;

/// <summary>The signals of a room. The test calls them as the room does: again after each delay that they return.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RoomSignalsTests : IDisposable
{
    private static readonly FrameBatch Signal = new(new byte[] { 1 }, 1);

    private readonly FakeTimeProvider _clock = Some.Clock();
    private readonly List<RoomSubscription> _subscriptions = [];
    private readonly RoomSignals _signals;
    private TimeSpan? _delay;

    public RoomSignalsTests() => _signals = new RoomSignals(_subscriptions, _clock);

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Connection.Dispose());

    [Test]
    public void Add_WhenNothingWasSentYet_SendsImmediately()
    {
        Connect(1);

        Add();

        Assert.That(CountSent(1), Is.EqualTo(1));
        Assert.That(_delay, Is.Null);
    }

    [TestCase(49, 1)]
    [TestCase(50, 2)]
    public void Add_WhenSomethingWasSentJustBefore_Waits50Milliseconds(int passed, int expected)
    {
        Connect(1);
        Add();

        Add();
        var delay = _delay;
        Advance(passed);

        Assert.That(delay, Is.EqualTo(TimeSpan.FromMilliseconds(50)));
        Assert.That(_subscriptions[0].SignalsSeen, Is.EqualTo(expected));
    }

    [Test]
    public void Add_WhenTheRoomIsLarge_SendsASliceAtATime()
    {
        Connect(3 * RoomSignals.MaxSlice);

        Add();

        Assert.That(SendSlices(1), Is.EqualTo(new[] { 1, 2, 3 }.Select(slice => slice * RoomSignals.MaxSlice)));
    }

    [Test]
    public void Add_WhenTheSignalsAreLong_SendsToFewAtATime()
    {
        Connect(RoomSignals.MaxSlice);

        Add(new FrameBatch(new byte[RoomSignals.MaxSliceBytes / 4], 1));

        Assert.That(SendSlices(1), Is.EqualTo(Enumerable.Range(1, RoomSignals.MaxSlice / 4).Select(slice => 4 * slice)));
    }

    [Test]
    public void Add_WhenOneSignalIsMoreThanASlice_StillSendsToOneAtATime()
    {
        Connect(2);

        Add(new FrameBatch(new byte[RoomSignals.MaxSliceBytes + 1], 1));

        Assert.That(SendSlices(1), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void Add_WhenARoundIsInProgress_IsSentWithTheNext()
    {
        Connect(2 * RoomSignals.MaxSlice);
        Add();
        Add();

        SendSlices(1);
        var sentInFirst = (CountSent(1), CountSent(2));
        Advance((int)RoomSignals.MinDelay.TotalMilliseconds);
        SendSlices(2);

        Assert.That(sentInFirst, Is.EqualTo((_subscriptions.Count, 0)));
        Assert.That(CountSent(2), Is.EqualTo(_subscriptions.Count));
    }

    [Test]
    public void Add_WhenARoundTookLong_WaitsFourTimesAsLong()
    {
        Connect(2 * RoomSignals.MaxSlice);
        Add();
        _clock.Advance(TimeSpan.FromMilliseconds(30));
        SendSlices(1);
        Add();

        Advance(119);
        var sentBefore = CountSent(2);
        Advance(1);
        SendSlices(2);

        Assert.That(sentBefore, Is.Zero);
        Assert.That(CountSent(2), Is.EqualTo(_subscriptions.Count));
    }

    [Test]
    public void Add_WhenVeryManyArePending_SendsAllImmediately()
    {
        Connect(2 * RoomSignals.MaxSlice);

        for (var i = 0; i < RoomSignals.MaxPending + 1; i++)
            Add();

        Assert.That(CountSent(RoomSignals.MaxPending + 1), Is.EqualTo(_subscriptions.Count));
    }

    [Test]
    public void SendAll_WhenARoundIsInProgress_SendsAllOfBoth()
    {
        Connect(2 * RoomSignals.MaxSlice);
        Add();
        Add();

        _signals.SendAll();

        Assert.That(CountSent(2), Is.EqualTo(_subscriptions.Count));
    }

    [Test]
    public void BeforeMove_WhenTheRoundHasNotReachedIt_SendsToItOnce()
    {
        Connect(2 * RoomSignals.MaxSlice);
        Add();

        _signals.BeforeMove(_subscriptions[^1]);

        Assert.That(_subscriptions[^1].SignalsSeen, Is.EqualTo(1));
        Assert.That(CountSent(1), Is.EqualTo(RoomSignals.MaxSlice + 1));
    }

    private void Add(FrameBatch? signal = null)
    {
        _signals.Add(signal ?? Signal, Guid.NewGuid());
        if (_delay is null)
            _delay = _signals.SendNext();
    }

    private void Advance(int milliseconds)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        _delay = _signals.SendNext();
    }

    /// <summary>Sends the slices of a round. Returns, for each slice, how many connections have received all signals up to it.</summary>
    private List<int> SendSlices(long signals)
    {
        var sent = new List<int> { CountSent(signals) };
        while (_delay == TimeSpan.Zero)
        {
            _delay = _signals.SendNext();
            sent.Add(CountSent(signals));
        }
        return sent;
    }

    private int CountSent(long signals) => _subscriptions.Count(subscription => subscription.SignalsSeen >= signals);

    /// <summary>Adds connections whose loops do not run, so frames stay in their queues.</summary>
    private void Connect(int count)
    {
        var user = Some.User();
        for (var i = 0; i < count; i++)
        {
            var socket = new FrameSocket(Stream.Null, () => { });
            socket.Attach(WebSocket.CreateFromStream(socket.Stream, new WebSocketCreationOptions { IsServer = true }));
            _subscriptions.Add(new RoomSubscription(new UserConnection(user, socket, new RealtimeOptions(), _clock), null!, default, default));
        }
    }
}
