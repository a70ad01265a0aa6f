namespace VideoChat.Domain.Webhooks;

/// <summary>How long to wait before each try of a delivery; the first entry is for the first, which is made at once.</summary>
public sealed class RetrySchedule(IReadOnlyList<TimeSpan> delays)
{
    /// <summary>What a wait is lengthened by at most, so that what has failed together is not tried again together.</summary>
    public const double Jitter = 0.2;

    /// <summary>How long an endpoint that is overloaded is left alone unless it says so itself.</summary>
    public static readonly TimeSpan MaxRest = TimeSpan.FromMinutes(1);

    /// <summary>The longest time that an endpoint may ask for.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);

    /// <summary>How long to wait after so many tries; null where it has been tried often enough.</summary>
    /// <param name="tries">How many there were.</param>
    /// <param name="chance">0 to 1.</param>
    public TimeSpan? After(int tries, double chance) =>
        tries < delays.Count ? delays[tries] * (1 + Jitter * chance) : null;

    /// <summary>How long the endpoint is to be left alone after an attempt; null where it need not.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="retryAfter">What the endpoint asked for.</param>
    /// <param name="wait">When this delivery will be tried again; null where it will not.</param>
    public static TimeSpan? RestAfter(WebhookAttempt attempt, TimeSpan? retryAfter, TimeSpan? wait)
    {
        if (attempt.IsSuccess)
            return null;
        if (retryAfter is { } asked)
            return asked < MaxRetryAfter ? asked : MaxRetryAfter;
        if (!attempt.CallsForBackoff)
            return null;
        return wait < MaxRest ? wait : MaxRest;
    }
}
