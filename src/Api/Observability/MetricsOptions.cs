using System.ComponentModel.DataAnnotations;
using VideoChat.Api.Hosting;

namespace VideoChat.Api.Observability;

/// <summary>Configuration section <c>Metrics</c>.</summary>
internal sealed class MetricsOptions : IValidatableObject
{
    public const string Section = "Metrics";

    /// <summary>Whether there is a <c>/metrics</c> for Prometheus.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// An address of its own for <c>/metrics</c>, where only those who may see it can reach it:
    /// <c>http://127.0.0.1:9464</c>. Nothing else is served there, and <c>/metrics</c> nowhere else.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>The port of its own, where it has one.</summary>
    internal int? Port => OperatorAddresses.PortOf(Url);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Url) && Port is null)
            yield return new ValidationResult($"'{Url}' must be an http address with a port, like http://127.0.0.1:9464", [nameof(Url)]);
    }
}
