using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VideoChat.Api.Http;

namespace VideoChat.Api.Security;

/// <summary>Puts the security headers on every answer, whoever gives it.</summary>
internal sealed class SecurityHeadersMiddleware
{
    /// <summary>
    /// What everyone may read, and caches may keep. All else is a room's, or soon out of date, and a cache between would keep it even
    /// unasked (RFC 9111 §4.2.2, heuristic freshness).
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
        // At the last moment: an error handler starts the answer anew.
        context.Response.OnStarting(_protect, context);
        return _next(context);
    }

    private Task Protect(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        if (request.IsHttps && _transportSecurity is not null && !IsLocal(request.Host.Host))
            headers.StrictTransportSecurity = _transportSecurity;
        // No page comes of a socket, which would hold what is said of pages for as long as it lives.
        if (context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols)
            return Task.CompletedTask;

        // Whole, also where a branch of the pipeline has taken its part.
        var path = request.PathBase.Add(request.Path);
        headers.ContentSecurityPolicy = _policy.Of(path);
        headers.XContentTypeOptions = "nosniff";

        var isWebClient = path.IsUnder(Paths.WebClient);
        // Media hosts may ask which site plays.
        headers["Referrer-Policy"] = isWebClient ? "strict-origin-when-cross-origin" : "no-referrer";
        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest || !path.IsUnder(PublicPaths))
            headers.CacheControl = "no-store";
        // Files that belong together are asked for together: after an update none is an old one.
        else if (isWebClient)
            headers.TryAdd(HeaderNames.CacheControl, "no-cache");
        return Task.CompletedTask;
    }

    /// <summary>A browser would keep to https for whatever else is developed at that name.</summary>
    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
