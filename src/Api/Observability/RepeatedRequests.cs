using VideoChat.Api.Limits.Requests;

namespace VideoChat.Api.Observability;

/// <summary>
/// Gathers the lines of requests that no limit holds back: refused ones, and those that are free. Of each kind the first few are
/// written, and then how many more there were.
/// </summary>
internal sealed partial class RepeatedRequests : IDisposable
{
    private static readonly object MarkKey = new();

    private readonly LogThrottle<(string Method, string Route, int Status)> _throttle = new();
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    public RepeatedRequests(ILoggerFactory loggers, TimeProvider clock)
    {
        _logger = loggers.CreateLogger(RequestLogMiddleware.Category);
        _timer = clock.CreateTimer(_ => WriteSuppressed(), null, ThrottlingLoggerProvider.Period, ThrottlingLoggerProvider.Period);
    }

    /// <summary>Makes a request one of those, whose status does not tell that it was refused: a socket that was closed with a reason.</summary>
    public static void Mark(HttpContext context) => context.Items[MarkKey] = true;

    /// <summary>Whether a request gets a line of its own.</summary>
    public bool Admit(HttpContext context, string method, string route, int status) =>
        !(IsRefusal(status) || (IsUnlimited(context) && !IsFailure(status))) || _throttle.Admit((method, route, status));

    public void Dispose()
    {
        _timer.Dispose();
        WriteSuppressed();
    }

    // Sockets have limits of their own, and a line each, which says how long they were open.
    private static bool IsUnlimited(HttpContext context) =>
        context.Items.ContainsKey(MarkKey) || (RateLimitMiddleware.IsFree(context) && !context.Request.Path.IsSocket());

    /// <summary>Each failure is a trace that someone may look for.</summary>
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
