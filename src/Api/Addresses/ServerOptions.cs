using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Addresses;

/// <summary>Configuration keys without a section.</summary>
internal sealed class ServerOptions : IValidatableObject
{
    /// <summary>
    /// The address at which clients reach the server, if it differs from the request's: <c>https://chat.example.com</c>. It has no path,
    /// because pages and links begin at the root.
    /// </summary>
    public string? PublicBaseUrl { get; set; }

    /// <summary>
    /// The host names that are served besides that of <see cref="PublicBaseUrl"/> and the machine's own, separated by semicolons:
    /// <c>chat.example.com;*.example.org</c>, or <c>*</c> for all. Not set: see <see cref="ServedHosts"/>.
    /// </summary>
    public string? AllowedHosts { get; set; }

    /// <summary>The addresses for clients, each with its key.</summary>
    internal IReadOnlyList<(string Key, string Url)> Addresses { get; set; } = [];

    /// <summary>Whether only this machine can connect.</summary>
    internal bool IsLocalOnly => Addresses.All(
        address => ListenAddresses.Parse(address.Url) is { IsUnixPipe: false, IsNamedPipe: false } parsed && ServedHosts.IsLoopback(parsed.Host));

    internal IReadOnlyList<string> ListAllowedHosts() =>
        (AllowedHosts ?? "").Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (key, url) in Addresses.Where(address => ListenAddresses.Parse(address.Url) is null))
            yield return new ValidationResult($"'{url}' is not an address like http://localhost:8000", [key]);
        if (!string.IsNullOrEmpty(PublicBaseUrl) && !IsBase(PublicBaseUrl))
        {
            yield return new ValidationResult(
                $"'{PublicBaseUrl}' must be an http or https URL of only a host, like https://chat.example.com", [nameof(PublicBaseUrl)]);
        }
        foreach (var host in ListAllowedHosts().Where(host => !ServedHosts.IsPattern(host)))
            yield return new ValidationResult($"'{host}' is not a host name like chat.example.com, *.example.com or *", [nameof(AllowedHosts)]);
    }

    private static bool IsBase(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri is { PathAndQuery: "/", UserInfo: "" }
        && url.AsSpan().IndexOfAny('?', '#') < 0;
}
