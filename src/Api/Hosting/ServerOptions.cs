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

    /// <summary>Where the server listens, <c>ASPNETCORE_URLS</c>: addresses with semicolons.</summary>
    public string? Urls { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var url in (Urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Where(url => !IsAddress(url)))
            yield return new ValidationResult($"'{url}' is not an address like http://localhost:8000", ["ASPNETCORE_URLS"]);
        if (!string.IsNullOrEmpty(PublicBaseUrl)
            && !(Uri.TryCreate(PublicBaseUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            yield return new ValidationResult("must be an absolute http or https URL", [nameof(PublicBaseUrl)]);
        }
    }

    private static bool IsAddress(string url)
    {
        try
        {
            _ = BindingAddress.Parse(url);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
