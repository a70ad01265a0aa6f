using VideoChat.Application.Limits;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Limits;

namespace VideoChat.Infrastructure.IntegrationTests.Limits;

public sealed class InProcessRateLimiterTests : RateLimiterSpecification
{
    private static readonly RateLimitPolicy Ten = new("requests", 10, TimeSpan.FromSeconds(60));

    [Test]
    public async Task Count_WhenAddressesFallIdle_ForgetsThoseAlone()
    {
        var clock = Some.Clock();
        using var limiter = new InProcessRateLimiter(clock);
        for (var number = 0; number < 100; number++)
            await limiter.TakeAsync(Ten, $"192.0.2.{number}");
        clock.Advance(TimeSpan.FromSeconds(30));
        await limiter.TakeAsync(Ten, "192.0.2.7");
        var before = limiter.Count;

        clock.Advance(TimeSpan.FromSeconds(30));
        var idleForgotten = limiter.Count;
        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.That((before, idleForgotten, limiter.Count), Is.EqualTo((100, 1, 0)));
    }

    [Test]
    public async Task Count_WhenThereAreTooManyAddresses_StaysBelowTheCapacity()
    {
        using var limiter = new InProcessRateLimiter(Some.Clock(), capacity: 100);

        var most = 0;
        await Parallel.ForAsync(0, 5_000, async (number, _) =>
        {
            await limiter.TakeAsync(Ten, $"2001:db8:0:{number:x}::/64");
            InterlockedMax(ref most, limiter.Count);
        });

        Assert.That(most, Is.EqualTo(100));
    }

    [Test]
    public async Task TakeAsync_WhenTheTableOverflows_DropsTheLeastUsed()
    {
        var clock = Some.Clock();
        using var limiter = new InProcessRateLimiter(clock, capacity: 100);
        for (var i = 0; i < 10; i++)
            await limiter.TakeAsync(Ten, "used up");
        for (var i = 0; i < 2; i++)
            await limiter.TakeAsync(new RateLimitPolicy("rare", 2, Ten.Window), "used up");
        for (var i = 0; i < 5; i++)
            await limiter.TakeAsync(Ten, "half");
        clock.Advance(TimeSpan.FromSeconds(1));

        for (var number = 0; number < 10_000; number++)
            await limiter.TakeAsync(Ten, $"2001:db8:0:{number:x}::/64");

        Assert.Multiple(async () =>
        {
            Assert.That((await limiter.TakeAsync(Ten, "used up")).IsAllowed, Is.False);
            Assert.That((await limiter.TakeAsync(new RateLimitPolicy("rare", 2, Ten.Window), "used up")).IsAllowed, Is.False);
            Assert.That((await limiter.TakeAsync(Ten, "half")).Remaining, Is.EqualTo(4));
        });
    }

    [Test]
    public async Task Count_WhenManyBecomeIdleTogether_ForgetsThemAll()
    {
        var clock = Some.Clock();
        using var limiter = new InProcessRateLimiter(clock);
        for (var number = 0; number < 5_000; number++)
            await limiter.TakeAsync(Ten, $"2001:db8:0:{number:x}::/64");
        clock.Advance(TimeSpan.FromSeconds(30));
        for (var number = 0; number < 5_000; number += 2)
            await limiter.TakeAsync(Ten, $"2001:db8:0:{number:x}::/64");

        clock.Advance(TimeSpan.FromSeconds(30));
        var half = limiter.Count;
        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.That((half, limiter.Count), Is.EqualTo((2_500, 0)));
    }

    [Test]
    public async Task TakeAsync_WhenCalledConcurrentlyWhileTheTableOverflows_AllowsExactlyTheLimit()
    {
        using var limiter = new InProcessRateLimiter(Some.Clock(), capacity: 50);
        var allowed = 0;
        for (var i = 0; i < 10; i++)
            allowed += (await limiter.TakeAsync(Ten, "flooder")).IsAllowed ? 1 : 0;

        await Parallel.ForAsync(0, 4_000, async (number, _) =>
        {
            var address = number % 2 == 0 ? "flooder" : $"2001:db8:0:{number:x}::/64";
            if ((await limiter.TakeAsync(Ten, address)).IsAllowed && number % 2 == 0)
                Interlocked.Increment(ref allowed);
        });

        Assert.That(allowed, Is.EqualTo(10));
    }

    private static void InterlockedMax(ref int location, int value)
    {
        for (var seen = Volatile.Read(ref location); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref location, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    protected override Task<IRateLimiter> CreateLimiterAsync(TimeProvider clock) =>
        Task.FromResult<IRateLimiter>(new InProcessRateLimiter(clock));
}
