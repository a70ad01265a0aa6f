using Microsoft.Extensions.Logging.Console;

namespace VideoChat.Api.Observability;

/// <summary>
/// The console, without floods: of a fault that repeats itself, or another word of ours, it has the first few and then how many
/// there were.
/// </summary>
[ProviderAlias("Console")]
internal sealed partial class CalmLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    /// <summary>How long what repeats itself is gathered.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly ConsoleLoggerProvider _console;
    private readonly Repeats<FaultKind> _faults = new();
    private readonly ITimer _timer;

    public CalmLoggerProvider(ConsoleLoggerProvider console, TimeProvider clock)
    {
        _console = console;
        _timer = clock.CreateTimer(_ => SayRepeated(), null, Period, Period);
    }

    public ILogger CreateLogger(string categoryName) => new CalmLogger(categoryName, _console.CreateLogger(categoryName), _faults);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _console.SetScopeProvider(scopeProvider);

    public void Dispose()
    {
        _timer.Dispose();
        SayRepeated();
    }

    private void SayRepeated()
    {
        foreach (var (kind, count) in _faults.EndPeriod())
            LogRepeated(_console.CreateLogger(kind.Category), kind.Level, count, (int)Period.TotalSeconds, kind.EventId, kind.Exception);
    }

    [LoggerMessage(Message = "The same {Repeated} times more within {Seconds} s: event {RepeatedEvent} {RepeatedException}")]
    private static partial void LogRepeated(
        ILogger logger, LogLevel level, int repeated, int seconds, int repeatedEvent, string? repeatedException);

    private sealed class CalmLogger(string category, ILogger console, Repeats<FaultKind> faults) : ILogger
    {
        /// <summary>Requests are counted by <see cref="RefusedRequests"/>; who asks the framework for more than faults wants all of it.</summary>
        private readonly LogLevel _counted =
            category.StartsWith("VideoChat.", StringComparison.Ordinal) && category != RequestLog.Category ? LogLevel.Information : LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => console.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => console.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel < _counted || faults.Admit(new FaultKind(category, logLevel, eventId.Id, exception?.GetType().Name)))
                console.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    /// <summary>One kind of fault: where it is said and how bad it is, what is said, and which exception goes with it.</summary>
    private sealed record FaultKind(string Category, LogLevel Level, int EventId, string? Exception);
}
