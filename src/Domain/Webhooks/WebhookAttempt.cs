using System.Globalization;

namespace VideoChat.Domain.Webhooks;

/// <summary>One try to tell an endpoint something, and what came of it.</summary>
/// <param name="At">When it began, UTC.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Status">The status of the answer; null where there was none.</param>
/// <param name="Error">Why there was no answer, a sentence without a full stop; null where there was one.</param>
/// <param name="Response">The beginning of the response body.</param>
public sealed record WebhookAttempt(DateTime At, int DurationMs, int? Status, string? Error, string? Response)
{
    /// <summary>How much of an answer's body is kept, before it is decoded.</summary>
    public const int MaxResponseBytes = 2_048;

    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The endpoint does not want to be told anything, ever.</summary>
    public bool IsGone => Status == 410;

    /// <summary>The endpoint has too much to do, or is not there: more of the same does not help it.</summary>
    public bool CallsForBackoff => Status is null or 429 or 502 or 504;

    /// <summary>It in a few words.</summary>
    public string Outcome => Error ?? string.Create(CultureInfo.InvariantCulture, $"status {Status}");
}
