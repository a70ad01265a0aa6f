using Microsoft.Extensions.Time.Testing;
using VideoChat.Application.Limits;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Limits;

/// <summary>Tests the behavior of every rate limiter.</summary>
public abstract class RateLimiterSpecification
{
    private static readonly RateLimitPolicy Policy = new("requests", 10, TimeSpan.FromSeconds(60));

    private FakeTimeProvider _clock = Some.Clock();
    private IRateLimiter _limiter = null!;

    [SetUp]
    public async Task MakeALimiterAsync()
    {
        _clock = Some.Clock();
        _limiter = await CreateLimiterAsync(_clock);
    }

    protected abstract Task<IRateLimiter> CreateLimiterAsync(TimeProvider clock);

    [Test]
    public async Task TakeAsync_WhenUnderTheLimit_AllowsAndCountsDown()
    {
        var decisions = await TakeAsync(10);

        Assert.That(decisions.Select(decision => decision.IsAllowed), Is.All.True);
        Assert.That(decisions.Select(decision => decision.Remaining), Is.EqualTo(new[] { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 }));
    }

    [Test]
    public async Task TakeAsync_WhenTheLimitIsUsedUp_RefusesUntilTheOldestIsAWindowOld()
    {
        await TakeAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(20));
        await TakeAsync(9);

        var refused = (await TakeAsync(1)).Single();

        Assert.That(refused, Is.EqualTo(new RateLimitDecision(false, 0, TimeSpan.FromSeconds(40))));
    }

    [Test]
    public async Task TakeAsync_WhenRetriedAfterTheReturnedTime_AllowsAndNotEarlier()
    {
        await TakeAsync(10);
        _clock.Advance(TimeSpan.FromSeconds(7));
        var refused = (await TakeAsync(1)).Single();

        _clock.Advance(refused.RetryAfter - TimeSpan.FromMilliseconds(1));
        var tooSoon = (await TakeAsync(1)).Single();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var inTime = (await TakeAsync(1)).Single();

        Assert.That((tooSoon.IsAllowed, tooSoon.RetryAfter), Is.EqualTo((false, TimeSpan.FromMilliseconds(1))));
        Assert.That((inTime.IsAllowed, inTime.Remaining), Is.EqualTo((true, 9)));
    }

    [Test]
    public async Task TakeAsync_WhenAllowed_ReturnsWhenTheOldestNoLongerCounts()
    {
        var first = (await TakeAsync(1)).Single();
        _clock.Advance(TimeSpan.FromSeconds(20));
        var second = (await TakeAsync(1)).Single();

        Assert.That((first.Reset, second.Reset), Is.EqualTo((TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(40))));
        Assert.That(second.RetryAfter, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task TakeAsync_WhenRefused_TakesNothing()
    {
        await TakeAsync(10);
        _clock.Advance(TimeSpan.FromSeconds(59));
        await TakeAsync(100);

        _clock.Advance(TimeSpan.FromSeconds(1));
        var decisions = await TakeAsync(11);

        Assert.That(decisions.Count(decision => decision.IsAllowed), Is.EqualTo(10));
    }

    /// <summary>Sends random requests in small steps. At every moment the limiter allows exactly what remains of the last window.</summary>
    [Test]
    public async Task TakeAsync_InAnyWindow_AllowsExactlyTheLimit()
    {
        var random = new Random(20260102);
        var allowed = new List<TimeSpan>();
        for (var now = TimeSpan.Zero; now < TimeSpan.FromMinutes(10); now += TimeSpan.FromMilliseconds(500))
        {
            // The test sends bursts and pauses, so that both edges of the window are covered.
            var requests = random.Next(4) == 0 ? random.Next(12) : random.Next(2);
            for (var i = 0; i < requests; i++)
            {
                var inWindow = allowed.Count(time => time > now - Policy.Window);
                var decision = (await TakeAsync(1)).Single();

                Assert.That(decision.IsAllowed, Is.EqualTo(inWindow < Policy.Limit), $"at {now}, {inWindow} in the window");
                if (decision.IsAllowed)
                    allowed.Add(now);
            }
            _clock.Advance(TimeSpan.FromMilliseconds(500));
        }

        Assert.That(allowed, Has.Count.GreaterThan(90));
    }

    [Test]
    public async Task TakeAsync_WhenAnotherAddressIsUsedUp_Allows()
    {
        await TakeAsync(10);

        var other = await _limiter.TakeAsync(Policy, "192.0.2.2");

        Assert.That((other.IsAllowed, other.Remaining), Is.EqualTo((true, 9)));
    }

    [Test]
    public async Task TakeAsync_WhenAnotherPolicyIsUsedUp_Allows()
    {
        await TakeAsync(10);

        var other = await _limiter.TakeAsync(new RateLimitPolicy("uploads", 2, TimeSpan.FromSeconds(60)), "192.0.2.1");

        Assert.That((other.IsAllowed, other.Remaining), Is.EqualTo((true, 1)));
    }

    [Test]
    public async Task TakeAsync_WhenCalledConcurrently_AllowsExactlyTheLimit()
    {
        var decisions = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => TakeAsync(1))));

        var allowed = decisions.SelectMany(decision => decision).Where(decision => decision.IsAllowed).ToList();
        Assert.That(allowed.Select(decision => decision.Remaining), Is.EquivalentTo(Enumerable.Range(0, 10)));
    }

    private async Task<List<RateLimitDecision>> TakeAsync(int count)
    {
        var decisions = new List<RateLimitDecision>();
        for (var i = 0; i < count; i++)
            decisions.Add(await _limiter.TakeAsync(Policy, "192.0.2.1"));
        return decisions;
    }
}
