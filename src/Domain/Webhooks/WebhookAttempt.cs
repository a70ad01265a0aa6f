using System.Globalization;

namespace VideoChat.Domain.Webhooks;

/// <summary>One delivery attempt and its result.</summary>
/// <param name="At">When it began, in UTC.</param>
/// <param name="DurationMs">Its duration in milliseconds.</param>
/// <param name="Status">The HTTP status of the response; null if there was none.</param>
/// <param name="Error">Why there was no response, a sentence without a full stop; null if there was one.</param>
/// <param name="Response">The first <see cref="MaxResponseBytes"/> bytes of the response body.</param>
public sealed record WebhookAttempt(DateTime At, int DurationMs, int? Status, string? Error, string? Response)
{
    public const int MaxResponseBytes = 2_048;

    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>Whether the endpoint permanently refuses webhooks (410 Gone).</summary>
    public bool IsGone => Status == 410;

    /// <summary>Whether the endpoint is overloaded or unreachable, so that requests should pause.</summary>
    public bool CallsForBackoff => Status is null or 429 or 502 or 504;

    /// <summary>The result in a few words.</summary>
    public string Outcome => Error ?? string.Create(CultureInfo.InvariantCulture, $"status {Status}");
}
