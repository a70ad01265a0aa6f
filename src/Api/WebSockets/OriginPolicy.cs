using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using VideoChat.Api.Hosting;

namespace VideoChat.Api.WebSockets;

/// <summary>
/// Which pages may open a socket. Browsers let any page try and send its origin along; without this check a foreign page
/// would chat in its visitor's name.
/// </summary>
internal sealed class OriginPolicy(
    IOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions> cors, IOptions<ServerOptions> server)
{
    private readonly CorsPolicy _allowed = cors.Value.GetPolicy(cors.Value.DefaultPolicyName)!;

    public bool IsAllowed(HttpRequest request)
    {
        var text = request.Headers.Origin.ToString();
        if (text.Length == 0 || _allowed.AllowAnyOrigin || _allowed.IsOriginAllowed(text))
            return true;
        return Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && (IsSame(origin, request.Host.Host, request.Host.Port)
                || (Uri.TryCreate(server.Value.PublicBaseUrl, UriKind.Absolute, out var own) && IsSame(origin, own.Host, own.Port)));
    }

    // A proxy that ends TLS makes 443 of the page 80 of ours; to compare, both are "no port".
    private static bool IsSame(Uri origin, string host, int? port) =>
        origin.Host.Equals(host, StringComparison.OrdinalIgnoreCase) && NonDefault(origin.Port) == NonDefault(port);

    private static int? NonDefault(int? port) => port is 80 or 443 ? null : port;
}
