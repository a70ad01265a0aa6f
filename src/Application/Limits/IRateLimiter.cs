namespace VideoChat.Application.Limits;

/// <summary>
/// Limits the requests of each IP address within a sliding window. The counts are kept in memory, or in Redis for all machines.
/// </summary>
public interface IRateLimiter
{
    /// <summary>Counts a request and decides whether it is allowed. A rejected request does not count.</summary>
    ValueTask<RateLimitDecision> TakeAsync(RateLimitPolicy policy, string address);
}

/// <summary>A maximum number of requests within a sliding window. Each policy counts separately.</summary>
public sealed record RateLimitPolicy(string Name, int Limit, TimeSpan Window);

/// <param name="IsAllowed">Whether the request is allowed.</param>
/// <param name="Remaining">The number of further requests that are allowed now.</param>
/// <param name="Reset">The time until the oldest request leaves the window, so that one more is allowed.</param>
public readonly record struct RateLimitDecision(bool IsAllowed, int Remaining, TimeSpan Reset)
{
    /// <summary>The delay before a rejected request can be retried; zero for an allowed request.</summary>
    public TimeSpan RetryAfter => IsAllowed ? TimeSpan.Zero : Reset;
}
