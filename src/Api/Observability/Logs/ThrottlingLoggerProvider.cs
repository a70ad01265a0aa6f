using Microsoft.Extensions.Logging.Console;

namespace VideoChat.Api.Observability.Logs;

/// <summary>
/// A console logger that throttles repeated warnings, errors and entries of this server. The first few of each kind are written,
/// and then only a count. A repeated stack trace is written once.
/// </summary>
[ProviderAlias("Console")]
internal sealed partial class ThrottlingLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly ConsoleLoggerProvider _console;
    private readonly LogThrottle<EntryKind> _throttle = new(isFault: kind => kind.Level >= LogLevel.Warning);
    private readonly ITimer _timer;

    public ThrottlingLoggerProvider(ConsoleLoggerProvider console, TimeProvider clock)
    {
        _console = console;
        _timer = clock.CreateTimer(_ => WriteSuppressed(), null, Period, Period);
    }

    public ILogger CreateLogger(string categoryName) => new ThrottlingLogger(categoryName, _console.CreateLogger(categoryName), _throttle);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _console.SetScopeProvider(scopeProvider);

    public void Dispose()
    {
        _timer.Dispose();
        WriteSuppressed();
    }

    private void WriteSuppressed()
    {
        foreach (var (kind, suppressed) in _throttle.EndPeriod())
        {
            var what = kind.Exception is null ? kind.Template : $"{kind.Template} ({kind.Exception})";
            LogSuppressed(_console.CreateLogger(kind.Category), kind.Level, suppressed, (int)Period.TotalSeconds, what);
        }
    }

    [LoggerMessage(Message = "Suppressed {Suppressed} similar entries in {Seconds} s: {Entry}")]
    private static partial void LogSuppressed(ILogger logger, LogLevel level, int suppressed, int seconds, string entry);

    private sealed class ThrottlingLogger(string category, ILogger console, LogThrottle<EntryKind> throttle) : ILogger
    {
        private const string TemplateKey = "{OriginalFormat}";

        /// <summary>
        /// The lowest throttled level. ASP.NET Core's entries below Warning are not throttled, because an operator has enabled
        /// them. <see cref="RepeatedRequests"/> throttles the request log.
        /// </summary>
        private readonly LogLevel _throttled =
            category.StartsWith("VideoChat.", StringComparison.Ordinal) && category != RequestLogMiddleware.Category
                ? LogLevel.Information : LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => console.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => console.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= _throttled)
            {
                var kind = new EntryKind(category, logLevel, TemplateOf(state) ?? eventId.ToString(), exception?.GetType().Name);
                if (!throttle.Admit(kind))
                    return;
                if (exception is not null && !throttle.IsNewStack(kind, exception.StackTrace ?? ""))
                    exception = new KnownException(exception);
            }
            console.Log(logLevel, eventId, state, exception, formatter);
        }

        /// <summary>Returns the message template, which by convention is the last value of the state.</summary>
        private static string? TemplateOf<TState>(TState state) =>
            state is IReadOnlyList<KeyValuePair<string, object?>> { Count: > 0 } values && values[^1] is { Key: TemplateKey, Value: string template }
                ? template : null;
    }

    private sealed record EntryKind(string Category, LogLevel Level, string Template, string? Exception);

    /// <summary>An exception whose stack was written before, so only its messages are written.</summary>
    private sealed class KnownException(Exception exception) : Exception(exception.Message)
    {
        public override string ToString()
        {
            var text = $"{exception.GetType().FullName}: {exception.Message}";
            for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
                text += $" ---> {inner.GetType().FullName}: {inner.Message}";
            return text;
        }
    }
}
