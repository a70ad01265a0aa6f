using System.Globalization;
using Microsoft.Extensions.Primitives;
using VideoChat.Api.ErrorHandling;
using VideoChat.Api.Http;

namespace VideoChat.Api.Addresses;

/// <summary>
/// Rejects a request whose <c>Host</c> is invalid or is not a name of this server (<see cref="ServedHosts"/>), because
/// responses contain URLs with that host. Health checks can use any name, because orchestrators connect by address.
/// </summary>
internal sealed class HostCheck(RequestDelegate next, ServedHosts hosts)
{
    private const int MaxNameLength = 253;

    private static readonly IdnMapping Idn = new();

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        // The header is read directly, because HttpRequest.Host throws if a name is not a valid internationalized domain name.
        if (Parse(headers.Host) is { } url)
        {
            return hosts.Contains(url, context.Request.IsHttps, context.Connection.LocalPort) || context.Request.Path.IsUnder(Paths.Health, Paths.Metrics)
                ? next(context)
                : Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "This host name is not one of this server's (AllowedHosts).");
        }
        if (StringValues.IsNullOrEmpty(headers.Host) && context.Request.Path.IsUnder(Paths.Health))
            return next(context);
        headers.Host = default;
        return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The Host header must be a host name or an IP address.");
    }

    /// <summary>Returns the URL of a host name or address with an optional port; null for any other text.</summary>
    public static Uri? Parse(string? host) =>
        Uri.TryCreate($"http://{host}", UriKind.Absolute, out var uri) && IsHost(uri) ? uri : null;

    private static bool IsHost(Uri uri) =>
        uri.Host.Length <= MaxNameLength
        && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
        && uri.PathAndQuery == "/"
        && uri.Fragment.Length == 0
        && uri.UserInfo.Length == 0
        && IsIdn(uri.Host);

    private static bool IsIdn(string host)
    {
        if (!host.Contains("xn--", StringComparison.Ordinal))
            return true;
        try
        {
            _ = Idn.GetUnicode(host);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
