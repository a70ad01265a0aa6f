using Microsoft.Extensions.Time.Testing;
using VideoChat.Api.Limits;
using VideoChat.Api.Limits.Frames;

namespace VideoChat.Api.FunctionalTests.Limits.Frames;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FrameRateTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void Take_WhenABurstIsOver_Refuses()
    {
        var rate = new FrameRate(new RateLimitingOptions(), null, _clock);

        var verdicts = Take(rate, 101);

        Assert.That(verdicts.Take(100), Is.All.EqualTo(FrameVerdict.Taken));
        Assert.That(verdicts[100], Is.EqualTo(FrameVerdict.Refused));
    }

    [TestCase(20, 1)]
    [TestCase(1_000, 50)]
    [TestCase(2_000, 100)]
    [TestCase(60_000, 100)]
    public void Take_WhenTimePassesAfterABurst_HasEarnedFiftyASecondUpToABurst(int milliseconds, int earned)
    {
        var rate = new FrameRate(new RateLimitingOptions(), null, _clock);
        Take(rate, 100);

        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        var verdicts = Take(rate, earned + 1);
        Assert.That(verdicts.Take(earned), Is.All.EqualTo(FrameVerdict.Taken));
        Assert.That(verdicts[earned], Is.EqualTo(FrameVerdict.Refused));
    }

    [Test]
    public void Take_WhenFramesComeAtTheRate_NeverRefuses()
    {
        var rate = new FrameRate(new RateLimitingOptions(), null, _clock);
        Take(rate, 99);

        for (var i = 0; i < 5_000; i++)
        {
            Assert.That(rate.Take(), Is.EqualTo(FrameVerdict.Taken));
            _clock.Advance(TimeSpan.FromMilliseconds(20));
        }
    }

    [Test]
    public void Take_WhenAHundredAreRefusedTogether_IsAFlood()
    {
        var rate = new FrameRate(new RateLimitingOptions(), null, _clock);
        Take(rate, 100);

        var verdicts = Take(rate, 100);

        Assert.That(verdicts.Take(99), Is.All.EqualTo(FrameVerdict.Refused));
        Assert.That(verdicts[99], Is.EqualTo(FrameVerdict.Flood));
    }

    [Test]
    public void Take_WhenAHundredAreRefusedWithinTenSeconds_IsAFlood()
    {
        var rate = new FrameRate(new RateLimitingOptions { FramesPerSecond = 1, FrameBurst = 1 }, null, _clock);
        rate.Take();
        Take(rate, 50);

        _clock.Advance(TimeSpan.FromSeconds(9.9));

        rate.Take();
        Assert.That(Take(rate, 50)[^1], Is.EqualTo(FrameVerdict.Flood));
    }

    [Test]
    public void Take_WhenRefusalsAreOlderThanTenSeconds_ForgetsThem()
    {
        var rate = new FrameRate(new RateLimitingOptions { FramesPerSecond = 1, FrameBurst = 1 }, null, _clock);
        rate.Take();
        Take(rate, 99);

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.That(rate.Take(), Is.EqualTo(FrameVerdict.Taken));
        Assert.That(Take(rate, 99), Is.All.EqualTo(FrameVerdict.Refused));
    }

    [Test]
    public void Take_WhenLimitsAreOff_TakesEverything()
    {
        var rate = new FrameRate(new RateLimitingOptions { Enabled = false }, null, _clock);

        Assert.That(Take(rate, 10_000), Is.All.EqualTo(FrameVerdict.Taken));
    }

    private static List<FrameVerdict> Take(FrameRate rate, int count) => [.. Enumerable.Range(0, count).Select(_ => rate.Take())];
}
