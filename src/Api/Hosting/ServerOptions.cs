using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Hosting;

/// <summary>Configuration keys without a section.</summary>
internal sealed class ServerOptions : IValidatableObject
{
    /// <summary>
    /// The address under which clients reach the server, where that is not the one they ask for:
    /// <c>https://chat.example.com</c>, a path may follow.
    /// </summary>
    public string? PublicBaseUrl { get; set; }

    /// <summary>Where the server listens for everyone, each address with its key.</summary>
    internal IReadOnlyList<(string Key, string Url)> Addresses { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (key, url) in Addresses.Where(address => ListenAddresses.Parse(address.Url) is null))
            yield return new ValidationResult($"'{url}' is not an address like http://localhost:8000", [key]);
        if (!string.IsNullOrEmpty(PublicBaseUrl)
            && !(Uri.TryCreate(PublicBaseUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            yield return new ValidationResult("must be an absolute http or https URL", [nameof(PublicBaseUrl)]);
        }
    }
}
