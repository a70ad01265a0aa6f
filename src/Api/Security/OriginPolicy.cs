using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using VideoChat.Api.Addresses;

namespace VideoChat.Api.Security;

/// <summary>
/// Decides which pages may open sockets and change state. Without this check, a page of another origin could act on behalf of its
/// visitor. Browsers report the page's origin in <c>Origin</c> and its relation to the server in <c>Sec-Fetch-Site</c>.
/// </summary>
internal sealed class OriginPolicy(
    IOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions> cors, IOptions<ServerOptions> server)
{
    private readonly CorsPolicy _allowed = cors.Value.GetPolicy(cors.Value.DefaultPolicyName)!;

    /// <summary>
    /// Determines whether a request is allowed. A request without both headers does not come from a page, and is allowed.
    /// </summary>
    public bool IsAllowed(HttpRequest request)
    {
        if (_allowed.AllowAnyOrigin)
            return true;
        var text = request.Headers.Origin.ToString();
        // The other values are allowed: same-origin, and none for a direct user action
        // (https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header).
        if (text.Length == 0)
            return request.Headers["Sec-Fetch-Site"].ToString() is not ("cross-site" or "same-site");
        if (_allowed.IsOriginAllowed(text))
            return true;
        return Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && (IsSame(origin, request.Host.Host, request.Host.Port)
                || (Uri.TryCreate(server.Value.PublicBaseUrl, UriKind.Absolute, out var own) && IsSame(origin, own.Host, own.Port)));
    }

    // Compares hosts and ports. If a proxy terminates TLS, the page uses port 443 and the server port 80, so both are treated as
    // the default port.
    private static bool IsSame(Uri origin, string host, int? port) =>
        origin.Host.Equals(host, StringComparison.OrdinalIgnoreCase) && NonDefault(origin.Port) == NonDefault(port);

    private static int? NonDefault(int? port) => port is 80 or 443 ? null : port;
}
