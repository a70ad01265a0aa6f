using System.ComponentModel.DataAnnotations;
using System.Globalization;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks;

/// <summary>Configuration section <c>Webhooks</c>: delivery to partners.</summary>
public sealed class WebhooksOptions : IValidatableObject
{
    public const string Section = "Webhooks";

    /// <summary>Whether this machine sends anything. Where not, deliveries are queued all the same.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether an endpoint may be reached without TLS.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Whether an endpoint may be on this machine or in its network, at any port: for development.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>How many endpoints there may be.</summary>
    [Range(1, 1_000)]
    public int MaxEndpoints { get; set; } = 100;

    /// <summary>How many requests one endpoint gets at once; those of one room come one after the other.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 4;

    /// <summary>How long an endpoint may take for its whole answer.</summary>
    [Range(0.1, 60)]
    public double TimeoutSeconds { get; set; } = 10;

    /// <summary>
    /// How long to wait before each try, in seconds with commas; as many tries as there are numbers. The first is made at once,
    /// so its number is 0. Each wait is lengthened by up to a fifth.
    /// </summary>
    [Required]
    public string RetrySeconds { get; set; } = "0,5,300,1800,7200,18000,36000,50400,72000,86400";

    /// <summary>How long an endpoint may fail before it is disabled.</summary>
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
