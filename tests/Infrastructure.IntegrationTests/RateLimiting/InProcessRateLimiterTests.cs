using VideoChat.Application.RateLimiting;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.RateLimiting;

namespace VideoChat.Infrastructure.IntegrationTests.RateLimiting;

public sealed class InProcessRateLimiterTests : RateLimiterSpecification
{
    [Test]
    public async Task Count_WhenAddressesFallIdle_ForgetsThoseAlone()
    {
        var clock = Some.Clock();
        using var limiter = new InProcessRateLimiter(clock);
        var policy = new RateLimitPolicy("requests", 10, TimeSpan.FromSeconds(60));
        for (var number = 0; number < 100; number++)
            await limiter.TakeAsync(policy, $"192.0.2.{number}");
        clock.Advance(TimeSpan.FromSeconds(30));
        await limiter.TakeAsync(policy, "192.0.2.7");
        var before = limiter.Count;

        clock.Advance(TimeSpan.FromSeconds(30));
        var idleForgotten = limiter.Count;
        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.That((before, idleForgotten, limiter.Count), Is.EqualTo((100, 1, 0)));
    }

    protected override Task<IRateLimiter> CreateLimiterAsync(TimeProvider clock) =>
        Task.FromResult<IRateLimiter>(new InProcessRateLimiter(clock));
}
