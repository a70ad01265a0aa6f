using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Addresses;

internal sealed class HealthOptions : IValidatableObject
{
    public const string Section = "Health";

    /// <summary>
    /// An additional address that serves only <c>/health*</c>, such as <c>http://127.0.0.1:9465</c>. Its connections do not count
    /// towards the limits of clients. It can equal <c>Metrics:Url</c>.
    /// </summary>
    public string? Url { get; set; }

    internal int? Port => OperatorAddresses.PortOf(Url);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Url) && Port is null)
            yield return new ValidationResult($"'{Url}' must be an http address with a port, like http://127.0.0.1:9465", [nameof(Url)]);
    }
}
