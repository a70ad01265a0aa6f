using System.Globalization;

namespace VideoChat.Domain.Webhooks;

/// <summary>One delivery attempt and its result.</summary>
/// <param name="At">When it began, UTC.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Status">The HTTP status of the response; null if there was none.</param>
/// <param name="Error">Why there was no response, a sentence without a full stop; null if there was one.</param>
/// <param name="Response">The beginning of the response body.</param>
public sealed record WebhookAttempt(DateTime At, int DurationMs, int? Status, string? Error, string? Response)
{
    /// <summary>How many bytes of the response body are kept.</summary>
    public const int MaxResponseBytes = 2_048;

    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The endpoint wants no more webhooks, ever.</summary>
    public bool IsGone => Status == 410;

    /// <summary>The endpoint is overloaded or unreachable: more requests would not help it.</summary>
    public bool CallsForBackoff => Status is null or 429 or 502 or 504;

    /// <summary>The result in a few words.</summary>
    public string Outcome => Error ?? string.Create(CultureInfo.InvariantCulture, $"status {Status}");
}
