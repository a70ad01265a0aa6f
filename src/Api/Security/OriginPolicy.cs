using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using VideoChat.Api.Hosting;

namespace VideoChat.Api.Security;

/// <summary>
/// Which pages may open a socket or change something. A browser lets every page try and names the page in <c>Origin</c>, and
/// where it comes from in <c>Sec-Fetch-Site</c>. Without this check a foreign page would act in its visitor's place.
/// </summary>
internal sealed class OriginPolicy(
    IOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions> cors, IOptions<ServerOptions> server)
{
    private readonly CorsPolicy _allowed = cors.Value.GetPolicy(cors.Value.DefaultPolicyName)!;

    /// <summary>
    /// Whether the request may go on. One without <c>Origin</c> and without <c>Sec-Fetch-Site</c> comes from a program, not from a page.
    /// </summary>
    public bool IsAllowed(HttpRequest request)
    {
        if (_allowed.AllowAnyOrigin)
            return true;
        var text = request.Headers.Origin.ToString();
        // https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header: the other values are same-origin and none, the user's own doing.
        if (text.Length == 0)
            return request.Headers["Sec-Fetch-Site"].ToString() is not ("cross-site" or "same-site");
        if (_allowed.IsOriginAllowed(text))
            return true;
        return Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && (IsSame(origin, request.Host.Host, request.Host.Port)
                || (Uri.TryCreate(server.Value.PublicBaseUrl, UriKind.Absolute, out var own) && IsSame(origin, own.Host, own.Port)));
    }

    // A proxy that terminates TLS turns the page's port 443 into 80; both compare as "no port".
    private static bool IsSame(Uri origin, string host, int? port) =>
        origin.Host.Equals(host, StringComparison.OrdinalIgnoreCase) && NonDefault(origin.Port) == NonDefault(port);

    private static int? NonDefault(int? port) => port is 80 or 443 ? null : port;
}
