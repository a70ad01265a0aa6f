using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using VideoChat.Api.Http;

namespace VideoChat.Api.Observability.Logs;

/// <summary>
/// Logs one line per completed request. The line contains the route template, because the path and the query can contain user
/// content. Health checks and scrapes are not logged.
/// </summary>
internal sealed partial class RequestLogMiddleware(RequestDelegate next, RepeatedRequests repeated, ILoggerFactory loggers)
{
    public const string Category = "VideoChat.Requests";

    private const string Socket = "ws/{room_id}/{user_id}";

    /// <summary>The paths that are served without a route.</summary>
    private static readonly string[] Folders = [Paths.WebClient, Paths.Media, Paths.Docs, Paths.OpenApi, Paths.OpenApi30, Paths.AsyncApi];

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    public Task InvokeAsync(HttpContext context) =>
        _logger.IsEnabled(LogLevel.Information) && !context.Request.Path.IsProbe() ? LogAsync(context) : next(context);

    private async Task LogAsync(HttpContext context)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var (method, route, status) = (MethodOf(context.Request), RouteOf(context), context.Response.StatusCode);
            if (repeated.Admit(context, method, route, status))
                LogRequest(_logger, method, route, status, Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 2));
        }
    }

    internal static string RouteOf(HttpContext context)
    {
        // The exception handler clears the endpoint and keeps it in its feature.
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (endpoint is RouteEndpoint { RoutePattern.RawText: { } route })
            return route;
        var path = context.Request.Path;
        if (path.IsSocket())
            return Socket;
        var folder = Folders.FirstOrDefault(folder => path.StartsWithSegments(folder));
        return folder is null ? "unknown" : folder[1..];
    }

    /// <summary>Returns the method, or "other" for an unknown one, because a client can send any text.</summary>
    internal static string MethodOf(HttpRequest request) => request.Method is
        "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" or "TRACE" or "CONNECT" ? request.Method : "other";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} in {Ms} ms")]
    private static partial void LogRequest(ILogger logger, string method, string route, int status, double ms);
}
