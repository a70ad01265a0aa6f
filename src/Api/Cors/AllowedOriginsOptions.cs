using System.ComponentModel.DataAnnotations;

namespace VideoChat.Api.Cors;

internal sealed class AllowedOriginsOptions : IValidatableObject
{
    public const string Section = "Cors";

    private const string AnySubdomain = "://*.";

    /// <summary>
    /// The origins whose pages may call the API and open sockets, such as <c>https://app.example.com</c>, or
    /// <c>https://*.example.com</c> for all subdomains. An empty list allows the server's own origin, and in development all
    /// origins.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var origin in AllowedOrigins.Where(origin => !IsOrigin(origin)))
            yield return new ValidationResult($"'{origin}' is not an origin like https://app.example.com", [nameof(AllowedOrigins)]);
    }

    private static bool IsOrigin(string origin)
    {
        var one = origin.Replace(AnySubdomain, "://", StringComparison.Ordinal);
        return Uri.TryCreate(one, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.PathAndQuery == "/"
            && uri.UserInfo.Length == 0
            && !one.Contains('*', StringComparison.Ordinal)
            && !one.EndsWith('/');
    }
}
