using Microsoft.Extensions.Time.Testing;
using VideoChat.Api.Limits.Requests;
using VideoChat.Application.Limits;

namespace VideoChat.Api.FunctionalTests.Limits.Requests;

public sealed class ByteLimiterTests
{
    private const long Mebibyte = 1_048_576;

    private static readonly ByteLimit Limit = new("bytes", 128 * Mebibyte);

    private readonly FakeTimeProvider _clock = new();
    private Units _units = null!;
    private ByteLimiter _limiter = null!;

    [SetUp]
    public void SetUp() => _limiter = new ByteLimiter(_units = new Units(_clock), _clock);

    [Test]
    public async Task TakeAsync_WhenMessagesAreSmall_CallsOncePerUnit()
    {
        for (var i = 0; i < 4_096; i++)
            Assert.That((await _limiter.TakeAsync(Limit, "a", 1_024)).IsAllowed);

        Assert.That(_units.Asked, Is.EqualTo(4));
    }

    [Test]
    public async Task TakeAsync_WhenTheLimitIsUsedUp_RefusesUntilTheOldestUnitIsAnHourOld()
    {
        Assert.That(await CountAllowedAsync("a", 16_384, 10_000), Is.InRange(8_192, 8_192 + 63));
        _clock.Advance(TimeSpan.FromMinutes(59));
        var refused = await _limiter.TakeAsync(Limit, "a", 16_384);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That((refused.IsAllowed, refused.RetryAfter), Is.EqualTo((false, TimeSpan.FromMinutes(1))));
        Assert.That((await _limiter.TakeAsync(Limit, "a", 16_384)).IsAllowed);
    }

    [Test]
    public async Task TakeAsync_WhenAnAddressHasUsedItsLimitUp_StillAllowsOthersAndOtherLimits()
    {
        await CountAllowedAsync("a", Mebibyte, 200);

        Assert.That((await _limiter.TakeAsync(Limit, "a", Mebibyte)).IsAllowed, Is.False);
        Assert.That((await _limiter.TakeAsync(Limit, "b", Mebibyte)).IsAllowed);
        Assert.That((await _limiter.TakeAsync(new ByteLimit("other", Limit.Bytes), "a", Mebibyte)).IsAllowed);
    }

    [Test]
    public async Task TakeAsync_WhenOneIsTooLarge_RefusesItAndLosesNothing()
    {
        await CountAllowedAsync("a", Mebibyte, 100);

        var large = await _limiter.TakeAsync(Limit, "a", 29 * Mebibyte);
        var allowed = await CountAllowedAsync("a", Mebibyte, 100);

        Assert.That(large.IsAllowed, Is.False);
        Assert.That(allowed, Is.EqualTo(28));
    }

    [Test]
    public async Task TakeAsync_WhileTheAddressIsRefused_CallsNoLimiter()
    {
        await CountAllowedAsync("a", Mebibyte, 200);
        var asked = _units.Asked;

        await CountAllowedAsync("a", Mebibyte, 1_000);

        Assert.That(_units.Asked, Is.EqualTo(asked));
    }

    [TestCase(65_536)]
    [TestCase(65_537)]
    [TestCase(1_099_511_627_776)]
    public void Limit_OfAnySize_IsDividedIntoUnits(long bytes)
    {
        var limit = new ByteLimit("bytes", bytes);

        Assert.That(limit.Unit * limit.Policy.Limit, Is.InRange(bytes - limit.Unit, bytes));
    }

    private async Task<int> CountAllowedAsync(string address, long bytes, int times)
    {
        var allowed = 0;
        for (var i = 0; i < times; i++)
            allowed += (await _limiter.TakeAsync(Limit, address, bytes)).IsAllowed ? 1 : 0;
        return allowed;
    }

    /// <summary>A limiter that also records its calls.</summary>
    private sealed class Units(TimeProvider clock) : IRateLimiter
    {
        private readonly Dictionary<(RateLimitPolicy, string), Queue<long>> _times = [];

        public int Asked { get; private set; }

        public ValueTask<RateLimitDecision> TakeAsync(RateLimitPolicy policy, string address)
        {
            Asked++;
            if (!_times.TryGetValue((policy, address), out var times))
                _times[(policy, address)] = times = new Queue<long>();
            while (times.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) >= policy.Window)
                times.Dequeue();
            var isAllowed = times.Count < policy.Limit;
            if (isAllowed)
                times.Enqueue(clock.GetTimestamp());
            return ValueTask.FromResult(new RateLimitDecision(isAllowed, policy.Limit - times.Count, policy.Window - clock.GetElapsedTime(times.Peek())));
        }
    }
}
