using StackExchange.Redis;
using VideoChat.Application.Limits;
using VideoChat.Infrastructure.Redis;

namespace VideoChat.Infrastructure.Limits;

/// <summary>Limits requests across machines, by the clock of Redis. While Redis is down, each machine counts its own requests.</summary>
internal sealed class RedisRateLimiter(RedisLink link, IRateLimiter local, Func<long>? now = null) : IRateLimiter
{
    private const string Script =
        """
        local limit, window, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        if not now then
          local time = redis.call('TIME')
          now = time[1] * 1000000 + time[2]
        end
        local oldest = redis.call('LINDEX', KEYS[1], 0)
        while oldest and tonumber(oldest) <= now - window do
          redis.call('LPOP', KEYS[1])
          oldest = redis.call('LINDEX', KEYS[1], 0)
        end
        local count = redis.call('LLEN', KEYS[1])
        if count >= limit then return { 0, 0, tonumber(oldest) + window - now } end
        redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
        redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
        return { 1, limit - count - 1, (tonumber(oldest) or now) + window - now }
        """;

    public async ValueTask<RateLimitDecision> TakeAsync(RateLimitPolicy policy, string address)
    {
        var answer = await link.RunAsync(
            Script, $"requests:{policy.Name}:{address}",
            policy.Limit, (long)policy.Window.TotalMicroseconds, now is null ? RedisValue.EmptyString : now());
        if (answer is null)
            return await local.TakeAsync(policy, address);
        var numbers = (long[])answer!;
        return new RateLimitDecision(numbers[0] == 1, (int)numbers[1], TimeSpan.FromMicroseconds(numbers[2]));
    }
}
