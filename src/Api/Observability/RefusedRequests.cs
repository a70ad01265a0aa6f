namespace VideoChat.Api.Observability;

/// <summary>
/// Gathers the lines of requests that are refused again and again alike, whoever sends them: of each kind there are the first
/// few and then how many more there were.
/// </summary>
internal sealed partial class RefusedRequests : IDisposable
{
    private readonly LogThrottle<(string Method, string Route, int Status)> _throttle = new();
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    public RefusedRequests(ILoggerFactory loggers, TimeProvider clock)
    {
        _logger = loggers.CreateLogger(RequestLogMiddleware.Category);
        _timer = clock.CreateTimer(_ => WriteSuppressed(), null, ThrottlingLoggerProvider.Period, ThrottlingLoggerProvider.Period);
    }

    /// <summary>Whether a request is to have a line of its own.</summary>
    public bool Admit(string method, string route, int status) => !IsRefusal(status) || _throttle.Admit((method, route, status));

    public void Dispose()
    {
        _timer.Dispose();
        WriteSuppressed();
    }

    /// <summary>Not what has failed: each of those is somebody's trace.</summary>
    private static bool IsRefusal(int status) => status is >= 400 and < 500 or StatusCodes.Status503ServiceUnavailable;

    private void WriteSuppressed()
    {
        foreach (var (kind, suppressed) in _throttle.EndPeriod())
            LogSuppressed(_logger, suppressed, (int)ThrottlingLoggerProvider.Period.TotalSeconds, kind.Method, kind.Route, kind.Status);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Suppressed {Suppressed} similar requests in {Seconds} s: {Method} {Route} {Status}")]
    private static partial void LogSuppressed(ILogger logger, int suppressed, int seconds, string method, string route, int status);
}
