using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Sockets;

public sealed class PeerWatchTests
{
    private const long Start = 1_000;

    private PeerWatch _watch = new(new RealtimeOptions());
    private long _heard;
    private long _written;
    private bool _isQueueEmpty;

    [SetUp]
    public void Listen()
    {
        _watch = new PeerWatch(new RealtimeOptions()) { IsListening = true };
        (_heard, _written, _isQueueEmpty) = (Start, Start, true);
        Look(0);
    }

    [Test]
    public void Look_WhenThePeerAnswers_AsksEvery15Seconds()
    {
        var asked = new List<int>();
        for (var second = 1; second <= 60; second++)
        {
            if (Look(second) != PeerState.Ask)
                continue;
            asked.Add(second);
            _heard = Start + second * 1_000L + 20;
        }

        Assert.That(asked, Is.EqualTo(new[] { 15, 30, 45, 60 }));
    }

    [Test]
    public void Look_WhenAPingIsNotAnswered_IsGone10SecondsLater()
    {
        var states = LookFrom(1, to: 25);

        Assert.That(states.Take(14), Is.All.EqualTo(PeerState.Fine));
        Assert.That(states[14], Is.EqualTo(PeerState.Ask));
        Assert.That(states[15..24], Is.All.EqualTo(PeerState.Fine));
        Assert.That(states[24], Is.EqualTo(PeerState.Gone));
    }

    [Test]
    public void Look_WhenAnythingIsHeardAfterThePing_IsFine()
    {
        LookFrom(1, to: 24);

        _heard = Start + 24_500;

        Assert.That(LookFrom(25, to: 29), Is.All.EqualTo(PeerState.Fine));
        Assert.That(Look(30), Is.EqualTo(PeerState.Ask));
    }

    [Test]
    public void Look_WhenThePeerSpokeOnlyBeforeThePing_IsGone()
    {
        _heard = Start + 14_900;

        var states = LookFrom(1, to: 25);

        Assert.That(states[24], Is.EqualTo(PeerState.Gone));
    }

    [Test]
    public void Look_WhileNobodyListens_IsNeverGone()
    {
        LookFrom(1, to: 15);

        _watch.IsListening = false;

        Assert.That(LookFrom(16, to: 300), Is.All.EqualTo(PeerState.Fine));
    }

    [Test]
    public void Look_WhenListeningBeginsAgain_GivesThePeerItsTime()
    {
        LookFrom(1, to: 15);
        _watch.IsListening = false;
        LookFrom(16, to: 100);

        _watch.IsListening = true;
        var states = LookFrom(101, to: 110);

        Assert.That(states[..9], Is.All.EqualTo(PeerState.Fine));
        Assert.That(states[9], Is.EqualTo(PeerState.Gone));
    }

    [Test]
    public void Look_WhileThePingWaitsBehindAQueueThatMoves_IsFine()
    {
        _isQueueEmpty = false;
        LookFrom(1, to: 15);

        for (var second = 16; second <= 120; second++)
        {
            _written = Start + second * 1_000L;
            Assert.That(Look(second), Is.EqualTo(PeerState.Fine));
        }
    }

    [Test]
    public void Look_WhenTheQueueStopsMoving_IsGone10SecondsAfterTheLastWrite()
    {
        _isQueueEmpty = false;
        LookFrom(1, to: 40, written: second => second);

        var states = LookFrom(41, to: 50);

        Assert.That(states[..9], Is.All.EqualTo(PeerState.Fine));
        Assert.That(states[9], Is.EqualTo(PeerState.Gone));
    }

    [Test]
    public void Look_WhenThePingIsOut_LaterWritesDoNotExtendItsTime()
    {
        LookFrom(1, to: 16);
        _isQueueEmpty = false;

        var states = LookFrom(17, to: 25, written: second => second);

        Assert.That(states[^1], Is.EqualTo(PeerState.Gone));
    }

    private PeerState Look(int second) => _watch.Look(Start + second * 1_000L, _heard, _written, _isQueueEmpty);

    private List<PeerState> LookFrom(int from, int to, Func<int, int>? written = null)
    {
        var states = new List<PeerState>();
        for (var second = from; second <= to; second++)
        {
            if (written is not null)
                _written = Start + written(second) * 1_000L;
            states.Add(Look(second));
        }
        return states;
    }
}
