using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Videos.Bunny;

/// <summary>Configuration section <c>Bunny</c>.</summary>
public sealed class BunnyOptions : IValidatableObject
{
    public const string Section = "Bunny";

    /// <summary>The API key of the library. The key is never logged or sent to a client.</summary>
    public string? ApiKey { get; set; }

    public string? LibraryId { get; set; }

    /// <summary>The pull zone: its name (<c>vz-…</c>) or its full host name.</summary>
    public string? PullZone { get; set; }

    /// <summary>The collection to which new videos belong; empty for none.</summary>
    public string? CollectionId { get; set; }

    /// <summary>The base URL of the API.</summary>
    [Required]
    public string BaseUrl { get; set; } = "https://video.bunnycdn.com";

    /// <summary>The key that verifies the signatures of webhooks. Without this key, signatures are not checked.</summary>
    public string? ReadOnlyApiKey { get; set; }

    /// <summary>
    /// The earlier name of <see cref="VideoOptions.ReconcileSeconds"/>. If it is set, it takes precedence over the new name.
    /// </summary>
    [Range(VideoOptions.MinReconcileSeconds, VideoOptions.MaxReconcileSeconds)]
    public int? ReconcileSeconds { get; set; }

    /// <summary>The timeout of one attempt of a call, in seconds. File transfers have a separate limit.</summary>
    [Range(0.1, 600)]
    public double AttemptSeconds { get; set; } = 10;

    /// <summary>The timeout of a call including its retries, in seconds.</summary>
    [Range(0.1, 600)]
    public double TotalSeconds { get; set; } = 30;

    /// <summary>How long the circuit breaker stays open after repeated failures, in seconds.</summary>
    [Range(0.5, 3_600)]
    public double BreakSeconds { get; set; } = 15;

    /// <summary>The token key of the pull zone. If it is set, playback URLs are signed.</summary>
    public string? TokenKey { get; set; }

    public bool IsConfigured => Missing().Count() < 3;

    public string PlaybackOrigin =>
        "https://" + (PullZone!.Contains('.', StringComparison.Ordinal) ? PullZone : PullZone + ".b-cdn.net");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var missing = Missing().ToList();
        if (missing.Count is 1 or 2)
            yield return new ValidationResult("is missing; ApiKey, LibraryId and PullZone belong together", missing);
        if (!string.IsNullOrEmpty(LibraryId) && !long.TryParse(LibraryId, out _))
            yield return new ValidationResult("must be a number", [nameof(LibraryId)]);
        if (!(Uri.TryCreate(BaseUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return new ValidationResult("must be an absolute http or https URL", [nameof(BaseUrl)]);
    }

    private IEnumerable<string> Missing()
    {
        if (string.IsNullOrEmpty(ApiKey))
            yield return nameof(ApiKey);
        if (string.IsNullOrEmpty(LibraryId))
            yield return nameof(LibraryId);
        if (string.IsNullOrEmpty(PullZone))
            yield return nameof(PullZone);
    }
}
