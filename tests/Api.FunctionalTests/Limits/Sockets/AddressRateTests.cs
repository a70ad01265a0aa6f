using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Api.Limits;
using VideoChat.Api.Limits.Frames;
using VideoChat.Api.Limits.Sockets;

namespace VideoChat.Api.FunctionalTests.Limits.Sockets;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AddressRateTests
{
    private const string Address = "203.0.113.1";

    private readonly RateLimitingOptions _options = new() { WebSocketsPerAddress = 2, FrameBurst = 10, FramesPerSecond = 5, HandshakesPerMinute = 30 };
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void TryTakeFrame_WhenSocketsReconnect_AllowsNoMoreThanTheMaximumOfOpenSockets()
    {
        var rates = NewRates();

        var taken = Enumerable.Range(0, 10).Sum(_ => TakeOnASocketOfItsOwn(rates, 10));

        Assert.That(taken, Is.EqualTo(20));
    }

    [Test]
    public void TryTakeFrame_WhenASecondHasPassed_HasEarnedWhatAllSocketsEarn()
    {
        var rates = NewRates();
        TakeOnASocketOfItsOwn(rates, 20);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(TakeOnASocketOfItsOwn(rates, 20), Is.EqualTo(10));
    }

    [Test]
    public void Take_WhenTheAddressHasSentItsQuota_RefusesOnANewSocketToo()
    {
        var rate = NewRates().Enter(Address);
        while (rate.TryTakeFrame())
        {
        }

        var verdict = new FrameRate(_options, rate, _clock).Take();

        Assert.That(verdict, Is.EqualTo(FrameVerdict.Refused));
    }

    [Test]
    public async Task WaitForHandshake_WhenTheLimitIsReached_WaitsInOrder()
    {
        var rate = NewRates().Enter(Address);
        for (var i = 0; i < 60; i++)
            Assert.That(rate.WaitForHandshakeAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully);

        var (next, overNext) = (rate.WaitForHandshakeAsync(CancellationToken.None).AsTask(), rate.WaitForHandshakeAsync(CancellationToken.None).AsTask());
        _clock.Advance(TimeSpan.FromSeconds(1));
        await next;
        var isInTurn = !overNext.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await overNext;

        Assert.That(isInTurn);
    }

    [Test]
    public async Task WaitForHandshake_WhenEarlierOnesHaveDisconnected_DoesNotWaitForThem()
    {
        var rate = NewRates().Enter(Address);
        for (var i = 0; i < 60; i++)
            await rate.WaitForHandshakeAsync(CancellationToken.None);
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 100).Select(_ => rate.WaitForHandshakeAsync(gone.Token).AsTask()).ToList();
        await gone.CancelAsync();
        waiting.ForEach(task => Assert.That(() => task, Throws.InstanceOf<OperationCanceledException>()));

        var next = rate.WaitForHandshakeAsync(CancellationToken.None).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(1));

        await next;
    }

    [Test]
    public void Enter_WhenRatesAreWholeAgain_ForgetsAddressesThatHaveNoSocket()
    {
        var rates = NewRates();
        rates.Enter("203.0.113.2");
        for (var i = 0; i < 1_000; i++)
            TakeOnASocketOfItsOwn(rates, 10, $"198.51.100.{i}");

        _clock.Advance(TimeSpan.FromSeconds(60));
        TakeOnASocketOfItsOwn(rates, 1);

        Assert.That(rates.Count, Is.EqualTo(2));
    }

    private AddressRates NewRates() => new(Options.Create(_options), _clock);

    private static int TakeOnASocketOfItsOwn(AddressRates rates, int count, string address = Address)
    {
        var rate = rates.Enter(address);
        var taken = Enumerable.Range(0, count).Count(_ => rate.TryTakeFrame());
        rates.Leave(rate);
        return taken;
    }
}
