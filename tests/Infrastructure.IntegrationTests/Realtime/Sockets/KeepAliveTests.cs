using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Sockets;

public sealed class KeepAliveTests
{
    private const long Start = 1_000;

    private KeepAlive _keepAlive = new(new RealtimeOptions());
    private long _heard;
    private long _written;
    private bool _isQueueEmpty;

    [SetUp]
    public void Listen()
    {
        _keepAlive = new KeepAlive(new RealtimeOptions()) { IsReceiving = true };
        (_heard, _written, _isQueueEmpty) = (Start, Start, true);
        Poll(0);
    }

    [Test]
    public void Poll_WhenThePeerAnswers_PingsEvery15Seconds()
    {
        var asked = new List<int>();
        for (var second = 1; second <= 60; second++)
        {
            if (Poll(second) != KeepAliveAction.Ping)
                continue;
            asked.Add(second);
            _heard = Start + second * 1_000L + 20;
        }

        Assert.That(asked, Is.EqualTo(new[] { 15, 30, 45, 60 }));
    }

    [Test]
    public void Poll_WhenAPingIsNotAnswered_TimesOut10SecondsLater()
    {
        var states = PollFrom(1, to: 25);

        Assert.That(states.Take(14), Is.All.EqualTo(KeepAliveAction.None));
        Assert.That(states[14], Is.EqualTo(KeepAliveAction.Ping));
        Assert.That(states[15..24], Is.All.EqualTo(KeepAliveAction.None));
        Assert.That(states[24], Is.EqualTo(KeepAliveAction.Abort));
    }

    [Test]
    public void Poll_WhenAnyByteArrivesAfterThePing_DoesNotTimeOut()
    {
        PollFrom(1, to: 24);

        _heard = Start + 24_500;

        Assert.That(PollFrom(25, to: 29), Is.All.EqualTo(KeepAliveAction.None));
        Assert.That(Poll(30), Is.EqualTo(KeepAliveAction.Ping));
    }

    [Test]
    public void Poll_WhenThePeerSentOnlyBeforeThePing_TimesOut()
    {
        _heard = Start + 14_900;

        var states = PollFrom(1, to: 25);

        Assert.That(states[24], Is.EqualTo(KeepAliveAction.Abort));
    }

    [Test]
    public void Poll_WhileTheSocketIsNotRead_DoesNotTimeOut()
    {
        PollFrom(1, to: 15);

        _keepAlive.IsReceiving = false;

        Assert.That(PollFrom(16, to: 300), Is.All.EqualTo(KeepAliveAction.None));
    }

    [Test]
    public void Poll_WhenListeningBeginsAgain_GivesThePeerItsTime()
    {
        PollFrom(1, to: 15);
        _keepAlive.IsReceiving = false;
        PollFrom(16, to: 100);

        _keepAlive.IsReceiving = true;
        var states = PollFrom(101, to: 110);

        Assert.That(states[..9], Is.All.EqualTo(KeepAliveAction.None));
        Assert.That(states[9], Is.EqualTo(KeepAliveAction.Abort));
    }

    [Test]
    public void Poll_WhileThePingWaitsInAMovingQueue_DoesNotTimeOut()
    {
        _isQueueEmpty = false;
        PollFrom(1, to: 15);

        for (var second = 16; second <= 120; second++)
        {
            _written = Start + second * 1_000L;
            Assert.That(Poll(second), Is.EqualTo(KeepAliveAction.None));
        }
    }

    [Test]
    public void Poll_WhenTheQueueStopsMoving_TimesOut10SecondsAfterTheLastWrite()
    {
        _isQueueEmpty = false;
        PollFrom(1, to: 40, written: second => second);

        var states = PollFrom(41, to: 50);

        Assert.That(states[..9], Is.All.EqualTo(KeepAliveAction.None));
        Assert.That(states[9], Is.EqualTo(KeepAliveAction.Abort));
    }

    [Test]
    public void Poll_WhenThePingIsOut_LaterWritesDoNotExtendItsTime()
    {
        PollFrom(1, to: 16);
        _isQueueEmpty = false;

        var states = PollFrom(17, to: 25, written: second => second);

        Assert.That(states[^1], Is.EqualTo(KeepAliveAction.Abort));
    }

    private KeepAliveAction Poll(int second) => _keepAlive.Poll(Start + second * 1_000L, _heard, _written, _isQueueEmpty);

    private List<KeepAliveAction> PollFrom(int from, int to, Func<int, int>? written = null)
    {
        var states = new List<KeepAliveAction>();
        for (var second = from; second <= to; second++)
        {
            if (written is not null)
                _written = Start + written(second) * 1_000L;
            states.Add(Poll(second));
        }
        return states;
    }
}
