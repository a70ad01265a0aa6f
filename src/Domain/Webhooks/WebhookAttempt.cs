using System.Globalization;

namespace VideoChat.Domain.Webhooks;

/// <summary>One delivery attempt and its result.</summary>
/// <param name="At">The start of the attempt, in UTC.</param>
/// <param name="DurationMs">The duration in milliseconds.</param>
/// <param name="Status">The HTTP status of the response; null if there was none.</param>
/// <param name="Error">Why there was no response, without a full stop; null if there was one.</param>
/// <param name="Response">The first <see cref="MaxResponseBytes"/> bytes of the response body.</param>
public sealed record WebhookAttempt(DateTime At, int DurationMs, int? Status, string? Error, string? Response)
{
    public const int MaxResponseBytes = 2_048;

    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>Indicates whether the endpoint permanently refuses webhooks (410 Gone).</summary>
    public bool IsGone => Status == 410;

    /// <summary>Indicates whether deliveries should pause because the endpoint is overloaded or unreachable.</summary>
    public bool CallsForBackoff => Status is null or 429 or 502 or 504;

    public string Outcome => Error ?? string.Create(CultureInfo.InvariantCulture, $"status {Status}");
}
