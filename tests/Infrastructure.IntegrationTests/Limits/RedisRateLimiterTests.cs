using VideoChat.Application.Limits;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Limits;

namespace VideoChat.Infrastructure.IntegrationTests.Limits;

public sealed class RedisRateLimiterTests : RateLimiterSpecification
{
    private static readonly RateLimitPolicy Policy = new("three", 3, TimeSpan.FromSeconds(60));

    private readonly List<Machine> _machines = [];

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var machine in _machines)
            await machine.DisposeAsync();
        _machines.Clear();
    }

    protected override async Task<IRateLimiter> CreateLimiterAsync(TimeProvider clock) => new RedisRateLimiter(
        (await StartMachineAsync(TestRedis.Shared())).Link, new UnreachableFallback(), () => clock.GetUtcNow().Ticks / 10);

    [Test]
    public async Task TakeAsync_OnTwoMachines_CountsTogetherByTheClockOfRedis()
    {
        var redis = TestRedis.Shared();
        var one = new RedisRateLimiter((await StartMachineAsync(redis)).Link, new UnreachableFallback());
        var two = new RedisRateLimiter((await StartMachineAsync(redis)).Link, new UnreachableFallback());

        var decisions = new List<RateLimitDecision>();
        foreach (var limiter in new[] { one, two, one, two })
            decisions.Add(await limiter.TakeAsync(Policy, "192.0.2.1"));

        Assert.That(decisions.Select(decision => decision.Remaining), Is.EqualTo(new[] { 2, 1, 0, 0 }));
        Assert.That(decisions.Select(decision => decision.IsAllowed), Is.EqualTo(new[] { true, true, true, false }));
        Assert.That(decisions[^1].RetryAfter, Is.InRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)));
    }

    [Test]
    public async Task TakeAsync_WhileRedisIsUnavailable_CountsAlone()
    {
        await using var redis = TestRedis.Start();
        var machine = await StartMachineAsync(redis.ConnectionString);
        using var alone = new InProcessRateLimiter(Some.Clock());
        var limiter = new RedisRateLimiter(machine.Link, alone);
        await limiter.TakeAsync(Policy, "192.0.2.1");
        await redis.StopAsync();

        var decisions = new List<bool>();
        for (var i = 0; i < 4; i++)
            decisions.Add((await limiter.TakeAsync(Policy, "192.0.2.1")).IsAllowed);

        Assert.That(decisions, Is.EqualTo(new[] { true, true, true, false }));
    }

    private async Task<Machine> StartMachineAsync(string redis)
    {
        var machine = await Machine.StartAsync(redis);
        _machines.Add(machine);
        return machine;
    }

    private sealed class UnreachableFallback : IRateLimiter
    {
        public ValueTask<RateLimitDecision> TakeAsync(RateLimitPolicy policy, string address) =>
            throw new InvalidOperationException("Redis has not answered.");
    }
}
