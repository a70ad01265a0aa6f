namespace VideoChat.Application.Limits;

/// <summary>Counts requests exactly: never more than the limit in any stretch of time as long as the window.</summary>
public interface IRateLimiter
{
    /// <summary>Takes one request from what the address has left in the policy; a refused request takes nothing.</summary>
    ValueTask<RateLimitDecision> TakeAsync(RateLimitPolicy policy, string address);
}

/// <param name="Name">Tells policies apart; each counts for itself.</param>
/// <param name="Limit">Requests that one address has in a window.</param>
/// <param name="Window">How long a request counts.</param>
public sealed record RateLimitPolicy(string Name, int Limit, TimeSpan Window);

/// <param name="IsAllowed">Whether the request may go on.</param>
/// <param name="Remaining">How many more the address has now.</param>
/// <param name="Reset">How long until the oldest request that counts no longer does; if refused, until the next one is allowed.</param>
public readonly record struct RateLimitDecision(bool IsAllowed, int Remaining, TimeSpan Reset)
{
    /// <summary>If refused: how long until the next one is allowed.</summary>
    public TimeSpan RetryAfter => IsAllowed ? TimeSpan.Zero : Reset;
}
