using System.Net.WebSockets;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Rooms;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Rooms;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RoomSignalsTests : IDisposable
{
    private static readonly FrameBatch Signal = new(new byte[] { 1 }, 1);

    private readonly FakeTimeProvider _clock = Some.Clock();
    private readonly Lock _lock = new();
    private readonly List<RoomConnection> _connections = [];
    private readonly RoomSignals _signals;

    public RoomSignalsTests() => _signals = new RoomSignals(_connections, _lock, _clock);

    public void Dispose()
    {
        _signals.Close();
        _connections.ForEach(connection => connection.Dispose());
    }

    [Test]
    public void Add_WhenNothingWasSentYet_TellsAtOnce()
    {
        Connect(1);

        Add();

        Assert.That(Told(1), Is.EqualTo(1));
    }

    [TestCase(49, 1)]
    [TestCase(50, 2)]
    public void Add_WhenSomethingWasSentJustBefore_Waits50Milliseconds(int passed, int expected)
    {
        Connect(1);
        Add();

        Add();
        _clock.Advance(TimeSpan.FromMilliseconds(passed));

        Assert.That(_connections[0].SignalsSeen, Is.EqualTo(expected));
    }

    [Test]
    public void Add_WhenTheRoomIsLarge_TellsASliceAtATime()
    {
        Connect(3 * RoomSignals.Slice);

        // The turns of the pool wait for the lock.
        using (_lock.EnterScope())
        {
            Add();
            Assert.That(Told(1), Is.EqualTo(RoomSignals.Slice));
        }

        Eventually(() => Told(1) == _connections.Count);
    }

    [Test]
    public void Add_WhenMuchIsSaid_TellsFewAtATime()
    {
        const int ToEach = RoomSignals.SliceBytes / 4;
        Connect(RoomSignals.Slice);

        using (_lock.EnterScope())
        {
            _signals.Add(new FrameBatch(new byte[ToEach], 1), Guid.NewGuid());
            Assert.That(Told(1), Is.EqualTo(4));
        }

        Eventually(() => Told(1) == _connections.Count);
    }

    [Test]
    public void Add_WhenOneSignalIsMoreThanASlice_StillTellsOneAtATime()
    {
        Connect(2);

        using (_lock.EnterScope())
        {
            _signals.Add(new FrameBatch(new byte[RoomSignals.SliceBytes + 1], 1), Guid.NewGuid());
            Assert.That(Told(1), Is.EqualTo(1));
        }

        Eventually(() => Told(1) == _connections.Count);
    }

    [Test]
    public void Add_WhenARoundIsUnderWay_GoesOutWithTheNext()
    {
        Connect(2 * RoomSignals.Slice);
        using (_lock.EnterScope())
        {
            Add();
            Add();
            Assert.That(Told(2), Is.Zero);
        }
        Eventually(() => Told(1) == _connections.Count);

        _clock.Advance(RoomSignals.Interval);

        Eventually(() => Told(2) == _connections.Count);
    }

    [Test]
    public void Add_WhenARoundTookLong_RestsFourTimesAsLong()
    {
        Connect(2 * RoomSignals.Slice);
        using (_lock.EnterScope())
        {
            Add();
            _clock.Advance(TimeSpan.FromMilliseconds(30));
        }
        Eventually(() => Told(1) == _connections.Count);
        Add();

        _clock.Advance(TimeSpan.FromMilliseconds(119));
        var toldBefore = Told(2);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(toldBefore, Is.Zero);
        Eventually(() => Told(2) == _connections.Count);
    }

    [Test]
    public void Add_WhenVeryManyWait_AllGoOutAtOnce()
    {
        Connect(2 * RoomSignals.Slice);

        using (_lock.EnterScope())
        {
            for (var i = 0; i < RoomSignals.MaxWaiting + 1; i++)
                Add();

            Assert.That(Told(RoomSignals.MaxWaiting + 1), Is.EqualTo(_connections.Count));
        }
    }

    [Test]
    public void SendAll_WhenARoundIsUnderWay_TellsAllOfBoth()
    {
        Connect(2 * RoomSignals.Slice);
        using (_lock.EnterScope())
        {
            Add();
            Add();

            _signals.SendAll();

            Assert.That(Told(2), Is.EqualTo(_connections.Count));
        }
    }

    [Test]
    public void BeforeMove_WhenTheRoundHasNotComeToIt_TellsItOnce()
    {
        Connect(2 * RoomSignals.Slice);
        using (_lock.EnterScope())
        {
            Add();

            _signals.BeforeMove(_connections[^1]);

            Assert.That(_connections[^1].SignalsSeen, Is.EqualTo(1));
            Assert.That(Told(1), Is.EqualTo(RoomSignals.Slice + 1));
        }
    }

    private void Add()
    {
        lock (_lock)
            _signals.Add(Signal, Guid.NewGuid());
    }

    private int Told(long signals)
    {
        lock (_lock)
            return _connections.Count(connection => connection.SignalsSeen >= signals);
    }

    private static void Eventually(Func<bool> condition) =>
        Assert.That(SpinWait.SpinUntil(condition, Wait.Patience), Is.True);

    /// <summary>Connections whose loops do not run: what they are told stays in their queues.</summary>
    private void Connect(int count)
    {
        var (room, user) = (Some.Room(), Some.User());
        for (var i = 0; i < count; i++)
        {
            var stream = new SharedStream(Stream.Null, () => { });
            var socket = new RoomSocket(WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true }), stream);
            _connections.Add(new RoomConnection(room, user, socket, new RealtimeOptions(), _clock));
        }
    }
}
