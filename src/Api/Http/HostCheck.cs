using System.Globalization;
using Microsoft.Extensions.Primitives;
using VideoChat.Api.ErrorHandling;

namespace VideoChat.Api.Http;

/// <summary>
/// Refuses a request whose <c>Host</c> no URL can be made of: answers have URLs in them that begin with it. Probes may come
/// without one.
/// </summary>
internal sealed class HostCheck(RequestDelegate next)
{
    /// <summary>The longest name there can be in the DNS.</summary>
    private const int MaxNameLength = 253;

    private static readonly IdnMapping Idn = new();

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        // The header and not the request's own Host, which throws where a name is no IDN.
        if (IsHost(headers.Host) || (StringValues.IsNullOrEmpty(headers.Host) && context.Request.Path.IsUnder(Paths.Health)))
            return next(context);
        headers.Host = default;
        return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The Host header must be a host name or an IP address.");
    }

    /// <summary>A name or an address, and a port where there is one.</summary>
    public static bool IsHost(string? host) =>
        Uri.TryCreate($"http://{host}", UriKind.Absolute, out var uri)
        && uri.Host.Length <= MaxNameLength
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
