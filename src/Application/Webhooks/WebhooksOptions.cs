using System.ComponentModel.DataAnnotations;
using System.Globalization;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks;

public sealed class WebhooksOptions : IValidatableObject
{
    public const string Section = "Webhooks";

    /// <summary>Indicates whether this machine sends webhooks. A machine that does not send them still queues deliveries.</summary>
    public bool Enabled { get; set; } = true;

    public bool AllowHttp { get; set; }

    /// <summary>
    /// Indicates whether endpoints in private networks, and at any port, are allowed. This setting is for development only.
    /// </summary>
    public bool AllowPrivateNetworks { get; set; }

    [Range(1, 1_000)]
    public int MaxEndpoints { get; set; } = 100;

    /// <summary>The maximum number of concurrent requests to one endpoint. Deliveries of one room are always sequential.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 4;

    /// <summary>The timeout of an attempt in seconds, including the response body.</summary>
    [Range(0.1, 60)]
    public double TimeoutSeconds { get; set; } = 10;

    /// <summary>
    /// The delays before each attempt in seconds, separated by commas. The first delay must be 0, because the first attempt is
    /// immediate. A random jitter extends each delay by up to a fifth.
    /// </summary>
    [Required]
    public string RetrySeconds { get; set; } = "0,5,300,1800,7200,18000,36000,50400,72000,86400";

    /// <summary>The time, in seconds, after which an endpoint is disabled if every attempt fails.</summary>
    [Range(1, 31_536_000)]
    public double DisableAfterSeconds { get; set; } = 432_000;

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    public TimeSpan DisableAfter => TimeSpan.FromSeconds(DisableAfterSeconds);

    public RetrySchedule Schedule => new([.. Delays().Select(seconds => TimeSpan.FromSeconds(seconds!.Value))]);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Delays().Any(seconds => seconds is not (>= 0 and <= 604_800)) || Delays().First() != 0)
            yield return new ValidationResult("must be numbers of seconds with commas, the first of them 0, like 0,5,300", [nameof(RetrySeconds)]);
    }

    private IEnumerable<double?> Delays() => RetrySeconds.Split(',').Select(text =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : (double?)null);
}
