using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Addresses;

/// <summary>Configuration keys without a section.</summary>
internal sealed class ServerOptions : IValidatableObject
{
    /// <summary>
    /// The base URL at which clients reach the server, such as <c>https://chat.example.com</c>. It is required if it differs from
    /// the address of the requests, and it has no path.
    /// </summary>
    public string? PublicBaseUrl { get; set; }

    /// <summary>
    /// Additional host names that the server accepts, separated by semicolons, such as <c>chat.example.com;*.example.org</c>;
    /// <c>*</c> accepts all. <see cref="ServedHosts"/> describes the default.
    /// </summary>
    public string? AllowedHosts { get; set; }

    internal IReadOnlyList<(string Key, string Url)> Addresses { get; set; } = [];

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
