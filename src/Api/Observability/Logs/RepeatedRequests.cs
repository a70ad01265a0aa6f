using VideoChat.Api.Http;
using VideoChat.Api.Limits.Requests;

namespace VideoChat.Api.Observability.Logs;

/// <summary>
/// Throttles the log lines of rejected requests and of requests that are exempt from limits. The first few of each kind are
/// written, and then only a count.
/// </summary>
internal sealed partial class RepeatedRequests : IDisposable
{
    private static readonly object RejectedKey = new();

    private readonly LogThrottle<(string Method, string Route, int Status)> _throttle = new();
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    public RepeatedRequests(ILoggerFactory loggers, TimeProvider clock)
    {
        _logger = loggers.CreateLogger(RequestLogMiddleware.Category);
        _timer = clock.CreateTimer(_ => WriteSuppressed(), null, ThrottlingLoggerProvider.Period, ThrottlingLoggerProvider.Period);
    }

    /// <summary>
    /// Marks a request as rejected although its status does not show it, such as a socket that is closed after its handshake.
    /// </summary>
    public static void MarkRejected(HttpContext context) => context.Items[RejectedKey] = true;

    public bool Admit(HttpContext context, string method, string route, int status) =>
        !(IsRefusal(status) || (IsUnlimited(context) && !IsFailure(status))) || _throttle.Admit((method, route, status));

    public void Dispose()
    {
        _timer.Dispose();
        WriteSuppressed();
    }

    // Sockets are exempt from the request limit but have separate limits, so every socket is logged, with its duration.
    private static bool IsUnlimited(HttpContext context) =>
        context.Items.ContainsKey(RejectedKey) || (RateLimitMiddleware.IsExempt(context) && !context.Request.Path.IsSocket());

    /// <summary>
    /// Determines whether the server failed. Every failure except 503 is logged, so that its trace id can be found.
    /// </summary>
    private static bool IsFailure(int status) => status >= 500;

    private static bool IsRefusal(int status) => status is >= 400 and < 500 or StatusCodes.Status503ServiceUnavailable;

    private void WriteSuppressed()
    {
        foreach (var (kind, suppressed) in _throttle.EndPeriod())
            LogSuppressed(_logger, suppressed, (int)ThrottlingLoggerProvider.Period.TotalSeconds, kind.Method, kind.Route, kind.Status);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Suppressed {Suppressed} similar requests in {Seconds} s: {Method} {Route} {Status}")]
    private static partial void LogSuppressed(ILogger logger, int suppressed, int seconds, string method, string route, int status);
}
