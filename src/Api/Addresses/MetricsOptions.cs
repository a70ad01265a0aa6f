using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Addresses;

internal sealed class MetricsOptions : IValidatableObject
{
    public const string Section = "Metrics";

    public bool Enabled { get; set; } = true;

    /// <summary>
    /// A separate address for operators that serves only <c>/metrics</c>, such as <c>http://127.0.0.1:9464</c>. The other
    /// addresses then do not serve <c>/metrics</c>.
    /// </summary>
    public string? Url { get; set; }

    internal int? Port => OperatorAddresses.PortOf(Url);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Url) && Port is null)
            yield return new ValidationResult($"'{Url}' must be an http address with a port, like http://127.0.0.1:9464", [nameof(Url)]);
    }
}
