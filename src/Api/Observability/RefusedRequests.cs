namespace VideoChat.Api.Observability;

/// <summary>
/// Gathers the lines of requests that are refused again and again alike, whoever sends them: of each kind there are the first
/// few and then how many more there were.
/// </summary>
internal sealed partial class RefusedRequests : IDisposable
{
    private readonly Repeats<(string Method, string Route, int Status)> _repeats = new();
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    public RefusedRequests(ILoggerFactory loggers, TimeProvider clock)
    {
        _logger = loggers.CreateLogger(RequestLog.Category);
        _timer = clock.CreateTimer(_ => SayRepeated(), null, CalmLoggerProvider.Period, CalmLoggerProvider.Period);
    }

    /// <summary>Whether a request is to have a line of its own.</summary>
    public bool Admit(string method, string route, int status) => !IsRefusal(status) || _repeats.Admit((method, route, status));

    public void Dispose()
    {
        _timer.Dispose();
        SayRepeated();
    }

    /// <summary>Not what has failed: each of those is somebody's trace.</summary>
    private static bool IsRefusal(int status) => status is >= 400 and < 500 or StatusCodes.Status503ServiceUnavailable;

    private void SayRepeated()
    {
        foreach (var (kind, count) in _repeats.EndPeriod())
            LogRepeated(_logger, kind.Method, kind.Route, kind.Status, count, (int)CalmLoggerProvider.Period.TotalSeconds);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status}: {Repeated} times more within {Seconds} s")]
    private static partial void LogRepeated(ILogger logger, string method, string route, int status, int repeated, int seconds);
}
