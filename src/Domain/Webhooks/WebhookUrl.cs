using System.Net;

namespace VideoChat.Domain.Webhooks;

/// <summary>
/// What an endpoint's URL may be. A name is looked up only when it is connected to, and its addresses are vetted there:
/// what it resolves to now says nothing of then.
/// </summary>
public static class WebhookUrl
{
    public const int MaxLength = 2_048;

    private static readonly int[] HttpsPorts = [443, 8443];
    private static readonly int[] HttpPorts = [80, 8080];

    /// <summary>What is wrong with the URL, a sentence that goes on from its field's name; null where it may be used.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="allowHttp">Plain http is allowed.</param>
    /// <param name="allowPrivate">Addresses that are not public, and any port, are allowed.</param>
    public static string? Validate(string url, bool allowHttp, bool allowPrivate)
    {
        if (url.Length > MaxLength)
            return $"must be at most {MaxLength} characters";
        // Uri itself passes over blanks around it.
        if (url.Trim().Length != url.Length || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || !Uri.IsWellFormedUriString(url, UriKind.Absolute))
            return "must be an absolute URL";
        var isHttp = uri.Scheme == Uri.UriSchemeHttp;
        if (uri.Scheme != Uri.UriSchemeHttps && !(isHttp && allowHttp))
            return allowHttp ? "must be an https or http URL" : "must be an https URL";
        if (uri.UserInfo.Length > 0 || HasEmptyUser(url))
            return "must not contain a user name or password";
        if (uri.Fragment.Length > 0)
            return "must not contain a fragment";
        if (allowPrivate)
            return null;

        var ports = isHttp ? HttpPorts : HttpsPorts;
        if (!ports.Contains(uri.Port))
            return $"must use port {string.Join(" or ", ports)}";
        return IPAddress.TryParse(uri.IdnHost, out var address) && !PublicNetwork.Contains(address)
            ? "must point to a public address"
            : null;
    }

    /// <summary>Whether nothing stands before an @, which <see cref="Uri"/> passes over.</summary>
    private static bool HasEmptyUser(string url) => url.Contains("://@", StringComparison.Ordinal);
}
