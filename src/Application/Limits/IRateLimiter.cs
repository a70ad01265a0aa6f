namespace VideoChat.Application.Limits;

/// <summary>Limits requests exactly: no interval as long as the window contains more requests than the limit.</summary>
public interface IRateLimiter
{
    /// <summary>Takes one request of an address. A refused request does not count.</summary>
    ValueTask<RateLimitDecision> TakeAsync(RateLimitPolicy policy, string address);
}

/// <param name="Name">The name; each policy counts separately.</param>
/// <param name="Limit">The maximum number of requests of one address in a window.</param>
/// <param name="Window">The length of the window.</param>
public sealed record RateLimitPolicy(string Name, int Limit, TimeSpan Window);

/// <param name="IsAllowed">Whether the request is admitted.</param>
/// <param name="Remaining">Further requests that the address may make now.</param>
/// <param name="Reset">The time until the oldest request leaves the window; if refused, until the next request is admitted.</param>
public readonly record struct RateLimitDecision(bool IsAllowed, int Remaining, TimeSpan Reset)
{
    /// <summary>If refused: the time until the next request is admitted.</summary>
    public TimeSpan RetryAfter => IsAllowed ? TimeSpan.Zero : Reset;
}
