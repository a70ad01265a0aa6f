using System.Diagnostics;
using VideoChat.Api.Http;

namespace VideoChat.Api.Observability.Logs;

/// <summary>
/// Logs one line per completed request. The line contains the route template, because the path and the query can contain user
/// content. Health checks and scrapes are not logged.
/// </summary>
internal sealed partial class RequestLogMiddleware(RequestDelegate next, RepeatedRequests repeated, ILoggerFactory loggers)
{
    public const string Category = "VideoChat.Requests";

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
            var (method, route, status) = (RequestNames.MethodOf(context.Request), RequestNames.RouteOf(context), context.Response.StatusCode);
            if (repeated.Admit(context, method, route, status))
                LogRequest(_logger, method, route, status, Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 2));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} in {Ms} ms")]
    private static partial void LogRequest(ILogger logger, string method, string route, int status, double ms);
}
