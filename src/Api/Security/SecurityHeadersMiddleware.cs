using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VideoChat.Api.Http;

namespace VideoChat.Api.Security;

internal sealed class SecurityHeadersMiddleware
{
    /// <summary>
    /// The paths whose responses may be cached. Other responses belong to a room or change often, and a shared cache may store a
    /// response without explicit permission (RFC 9111 §4.2.2, heuristic freshness).
    /// </summary>
    private static readonly string[] PublicPaths = [Paths.WebClient, Paths.Docs, Paths.OpenApi, Paths.AsyncApi, Paths.Media];

    private readonly RequestDelegate _next;
    private readonly ContentSecurityPolicy _policy;
    private readonly string? _transportSecurity;
    private readonly Func<object, Task> _protect;

    public SecurityHeadersMiddleware(RequestDelegate next, ContentSecurityPolicy policy, IOptions<SecurityOptions> options)
    {
        _next = next;
        _policy = policy;
        _transportSecurity = options.Value.HstsSeconds > 0 ? $"max-age={options.Value.HstsSeconds}" : null;
        _protect = context => Protect((HttpContext)context);
    }

    public Task InvokeAsync(HttpContext context)
    {
        // The headers are set when the response starts, because the error handler clears headers that were set earlier.
        context.Response.OnStarting(_protect, context);
        return _next(context);
    }

    private Task Protect(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        if (request.IsHttps && _transportSecurity is not null && !IsLocal(request.Host.Host))
            headers.StrictTransportSecurity = _transportSecurity;
        // A socket gets no headers, because it is not a page and the headers would stay in memory until the socket closes.
        if (context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols)
            return Task.CompletedTask;

        // PathBase is included, because Map moves a prefix of the path to it.
        var path = request.PathBase.Add(request.Path);
        headers.ContentSecurityPolicy = _policy.Of(path);
        headers.XContentTypeOptions = "nosniff";

        var isWebClient = path.IsUnder(Paths.WebClient);
        // The web client sends its origin, because media hosts can restrict playback by referrer.
        headers["Referrer-Policy"] = isWebClient ? "strict-origin-when-cross-origin" : "no-referrer";
        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest || !path.IsUnder(PublicPaths))
            headers.CacheControl = "no-store";
        // The browser revalidates the client's files, so that an update does not mix old and new files.
        else if (isWebClient)
            headers.TryAdd(HeaderNames.CacheControl, "no-cache");
        return Task.CompletedTask;
    }

    /// <summary>
    /// Determines whether the host is local. On a local host, HSTS would force HTTPS on every other server of that host.
    /// </summary>
    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
