using System.Net;

namespace VideoChat.Domain.Webhooks;

/// <summary>
/// Validates the URL of an endpoint. The addresses of a host name are checked on each connection instead, because DNS records can
/// change.
/// </summary>
public static class WebhookUrl
{
    public const int MaxLength = 2_048;

    private static readonly int[] HttpsPorts = [443, 8443];
    private static readonly int[] HttpPorts = [80, 8080];

    /// <summary>Returns an error message that continues a sentence about the URL; null if the URL is valid.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="allowHttp">Whether plain HTTP is allowed.</param>
    /// <param name="allowPrivate">Whether private addresses and other ports are allowed.</param>
    public static string? Validate(string url, bool allowHttp, bool allowPrivate)
    {
        if (url.Length > MaxLength)
            return $"must be at most {MaxLength} characters";
        // White space is checked separately, because Uri accepts it at both ends.
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

    /// <summary>Determines whether the user name before the @ is empty. <see cref="Uri"/> does not report that case.</summary>
    private static bool HasEmptyUser(string url) => url.Contains("://@", StringComparison.Ordinal);
}
