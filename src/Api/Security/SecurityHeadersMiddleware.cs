using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VideoChat.Api.Http;

namespace VideoChat.Api.Security;

/// <summary>Adds the security headers to every response.</summary>
internal sealed class SecurityHeadersMiddleware
{
    /// <summary>
    /// Paths that are public and cacheable. Other responses belong to a room or change often, and a shared cache could store them without
    /// being told to (RFC 9111 §4.2.2, heuristic freshness).
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
        // Set late, because an error handler clears the headers.
        context.Response.OnStarting(_protect, context);
        return _next(context);
    }

    private Task Protect(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        if (request.IsHttps && _transportSecurity is not null && !IsLocal(request.Host.Host))
            headers.StrictTransportSecurity = _transportSecurity;
        // A socket is not a page, and the headers would stay in memory until it closes.
        if (context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols)
            return Task.CompletedTask;

        // Map moves a part of the path to PathBase.
        var path = request.PathBase.Add(request.Path);
        headers.ContentSecurityPolicy = _policy.Of(path);
        headers.XContentTypeOptions = "nosniff";

        var isWebClient = path.IsUnder(Paths.WebClient);
        // Media hosts can restrict playback by referrer.
        headers["Referrer-Policy"] = isWebClient ? "strict-origin-when-cross-origin" : "no-referrer";
        if (context.Response.StatusCode >= StatusCodes.Status400BadRequest || !path.IsUnder(PublicPaths))
            headers.CacheControl = "no-store";
        // Cached files are revalidated, so that after an update old and new files are not mixed.
        else if (isWebClient)
            headers.TryAdd(HeaderNames.CacheControl, "no-cache");
        return Task.CompletedTask;
    }

    /// <summary>HSTS for a local name would force https on everything else served under it.</summary>
    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
