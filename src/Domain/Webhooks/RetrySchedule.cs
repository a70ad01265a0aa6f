namespace VideoChat.Domain.Webhooks;

/// <summary>The delays before each attempt of a delivery. The first entry is the delay before the first attempt.</summary>
public sealed class RetrySchedule(IReadOnlyList<TimeSpan> delays)
{
    /// <summary>
    /// The largest fraction by which a random jitter extends a delay. The jitter spreads the retries of simultaneous failures.
    /// </summary>
    public const double Jitter = 0.2;

    /// <summary>The longest pause for an overloaded or unreachable endpoint that sends no <c>Retry-After</c>.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause that an endpoint can request with <c>Retry-After</c>.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);

    /// <summary>Returns the delay after a number of attempts; null if no attempt is left.</summary>
    /// <param name="tries">The number of attempts so far.</param>
    /// <param name="random">A random number from 0 to 1.</param>
    public TimeSpan? After(int tries, double random) =>
        tries < delays.Count ? delays[tries] * (1 + Jitter * random) : null;

    /// <summary>Returns how long to pause the endpoint after an attempt; null if no pause is needed.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> of the response; null if there was none.</param>
    /// <param name="wait">The delay before the delivery's next attempt; null if no attempt is left.</param>
    public static TimeSpan? PauseAfter(WebhookAttempt attempt, TimeSpan? retryAfter, TimeSpan? wait)
    {
        if (attempt.IsSuccess)
            return null;
        if (retryAfter is { } asked)
            return asked < MaxRetryAfter ? asked : MaxRetryAfter;
        if (!attempt.CallsForBackoff)
            return null;
        return wait < MaxPause ? wait : MaxPause;
    }
}
