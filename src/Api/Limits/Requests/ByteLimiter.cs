using System.Collections.Concurrent;
using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Requests;

/// <summary>A limit on the bytes that one address sends within an hour.</summary>
/// <param name="Name">The name of the limit. Each limit counts separately.</param>
/// <param name="Bytes">The maximum number of bytes, counted in units of one 128th.</param>
internal sealed record ByteLimit(string Name, long Bytes)
{
    private const int Units = 128;

    public long Unit { get; } = Math.Max(1, Bytes / Units);

    public RateLimitPolicy Policy { get; } = new(Name, (int)(Bytes / Math.Max(1, Bytes / Units)), TimeSpan.FromHours(1));
}

internal readonly record struct ByteDecision(bool IsAllowed, TimeSpan RetryAfter);

/// <summary>
/// Limits the bytes of each address in coarse units. The request limiter counts the units. An address takes a new unit only when
/// the previous one is used up, so most messages cost a lookup in memory instead of a call to Redis.
/// </summary>
internal sealed class ByteLimiter(IRateLimiter limiter, TimeProvider clock)
{
    /// <summary>
    /// The maximum number of accounts, one per limit and address. At the maximum all accounts are dropped. Each address can then
    /// send less than one additional unit.
    /// </summary>
    private const int MaxAccounts = 100_000;

    private readonly ConcurrentDictionary<(string Limit, string Address), Account> _accounts = new();

    public ValueTask<ByteDecision> TakeAsync(ByteLimit limit, string address, long bytes)
    {
        var key = (limit.Name, address);
        if (!_accounts.TryGetValue(key, out var account))
        {
            if (_accounts.Count >= MaxAccounts)
                _accounts.Clear();
            account = _accounts.GetOrAdd(key, _ => new Account());
        }

        long units;
        lock (account)
        {
            if (account.RefusedUntil is { } until && clock.GetElapsedTime(clock.GetTimestamp(), until) is var wait && wait > TimeSpan.Zero)
                return ValueTask.FromResult(new ByteDecision(false, wait));
            account.RefusedUntil = null;
            var used = account.Used + bytes;
            units = Math.Max(0, used) / limit.Unit;
            account.Used = used - (units * limit.Unit);
        }
        return units == 0 ? ValueTask.FromResult(new ByteDecision(true, TimeSpan.Zero)) : PayAsync(limit, account, address, units, bytes);
    }

    private async ValueTask<ByteDecision> PayAsync(ByteLimit limit, Account account, string address, long units, long bytes)
    {
        for (long paid = 0; paid < units; paid++)
        {
            var decision = await limiter.TakeAsync(limit.Policy, address);
            if (decision.IsAllowed && decision.Remaining >= units - paid - 1)
                continue;
            lock (account)
            {
                // The units already taken are kept as credit, because the refused bytes do not count.
                account.Used += ((units - paid - (decision.IsAllowed ? 1 : 0)) * limit.Unit) - bytes;
                if (!decision.IsAllowed)
                    account.RefusedUntil = clock.GetTimestamp() + (long)(decision.Reset.TotalSeconds * clock.TimestampFrequency);
            }
            return new ByteDecision(false, decision.Reset);
        }
        return new ByteDecision(true, TimeSpan.Zero);
    }

    private sealed class Account
    {
        /// <summary>The bytes since the last unit. A negative value is a credit from units that a refused request took.</summary>
        public long Used { get; set; }

        /// <summary>The timestamp until which all bytes are refused without a call to the limiter.</summary>
        public long? RefusedUntil { get; set; }
    }
}
