using System.Diagnostics.Tracing;
using System.Globalization;

namespace VideoChat.Api.Observability;

/// <summary>
/// Logs the errors of the OpenTelemetry library, such as an unreachable collector. By default, only a
/// diagnostic tool that is attached to the process receives them.
/// </summary>
internal sealed partial class TelemetryFaults : EventListener, IHostedService
{
    private const string Sources = "OpenTelemetry-";
    private const string Exporters = "OpenTelemetry-Exporter-";

    // The field can be null, because the base constructor calls OnEventSourceCreated before this constructor runs.
    private volatile ILoggerFactory? _loggers;

    public TelemetryFaults(ILoggerFactory loggers) => _loggers = loggers;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        // Only the errors of the other sources are logged, because they warn about each instrument that is not collected.
        if (eventSource.Name.StartsWith(Exporters, StringComparison.Ordinal))
            EnableEvents(eventSource, EventLevel.Warning);
        else if (eventSource.Name.StartsWith(Sources, StringComparison.Ordinal))
            EnableEvents(eventSource, EventLevel.Error);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_loggers?.CreateLogger(eventData.EventSource.Name) is not { } logger)
            return;
        // The text of an exception includes its stack trace, so only the first line is logged.
        object?[] values = [.. eventData.Payload?.Select(value => value is string text ? text.Split('\n')[0].TrimEnd() : value) ?? []];
        LogFault(logger, string.Format(CultureInfo.InvariantCulture, eventData.Message ?? eventData.EventName ?? "", values));
    }

    public override void Dispose()
    {
        _loggers = null;
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Fault}")]
    private static partial void LogFault(ILogger logger, string fault);
}
