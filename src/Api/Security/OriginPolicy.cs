using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using VideoChat.Api.Hosting;

namespace VideoChat.Api.Security;

/// <summary>
/// Decides which pages may open sockets and change state. A browser sends requests of any page, with its origin in <c>Origin</c> and its
/// relation to the server in <c>Sec-Fetch-Site</c>. Without this check a foreign page could act on behalf of its visitor.
/// </summary>
internal sealed class OriginPolicy(
    IOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions> cors, IOptions<ServerOptions> server)
{
    private readonly CorsPolicy _allowed = cors.Value.GetPolicy(cors.Value.DefaultPolicyName)!;

    /// <summary>Whether the request is allowed. One without <c>Origin</c> and <c>Sec-Fetch-Site</c> does not come from a page.</summary>
    public bool IsAllowed(HttpRequest request)
    {
        if (_allowed.AllowAnyOrigin)
            return true;
        var text = request.Headers.Origin.ToString();
        // The other values are same-origin and none, which is a user action (https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header).
        if (text.Length == 0)
            return request.Headers["Sec-Fetch-Site"].ToString() is not ("cross-site" or "same-site");
        if (_allowed.IsOriginAllowed(text))
            return true;
        return Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && (IsSame(origin, request.Host.Host, request.Host.Port)
                || (Uri.TryCreate(server.Value.PublicBaseUrl, UriKind.Absolute, out var own) && IsSame(origin, own.Host, own.Port)));
    }

    // Behind a proxy that terminates TLS the page's port is 443 and the server's 80; both count as the default port.
    private static bool IsSame(Uri origin, string host, int? port) =>
        origin.Host.Equals(host, StringComparison.OrdinalIgnoreCase) && NonDefault(origin.Port) == NonDefault(port);

    private static int? NonDefault(int? port) => port is 80 or 443 ? null : port;
}
