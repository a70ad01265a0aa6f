using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Addresses;

/// <summary>Configuration section <c>Metrics</c>.</summary>
internal sealed class MetricsOptions : IValidatableObject
{
    public const string Section = "Metrics";

    /// <summary>Whether <c>/metrics</c> is served for Prometheus.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// A separate address for <c>/metrics</c>, reachable only by operators: <c>http://127.0.0.1:9464</c>. Nothing else is served there, and
    /// <c>/metrics</c> is served nowhere else.
    /// </summary>
    public string? Url { get; set; }

    internal int? Port => OperatorAddresses.PortOf(Url);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Url) && Port is null)
            yield return new ValidationResult($"'{Url}' must be an http address with a port, like http://127.0.0.1:9464", [nameof(Url)]);
    }
}
