using System.Diagnostics.Tracing;
using System.Globalization;

namespace VideoChat.Api.Observability;

/// <summary>
/// Logs what OpenTelemetry reports about itself, for instance that the collector cannot be reached; by itself it tells only
/// those who attach to the process.
/// </summary>
internal sealed partial class TelemetryFaults : EventListener, IHostedService
{
    private const string Sources = "OpenTelemetry-";
    private const string Exporters = "OpenTelemetry-Exporter-";

    // The base class finds sources before our constructor has run.
    private volatile ILoggerFactory? _loggers;

    public TelemetryFaults(ILoggerFactory loggers) => _loggers = loggers;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        // The others warn of every instrument that nobody asked for.
        if (eventSource.Name.StartsWith(Exporters, StringComparison.Ordinal))
            EnableEvents(eventSource, EventLevel.Warning);
        else if (eventSource.Name.StartsWith(Sources, StringComparison.Ordinal))
            EnableEvents(eventSource, EventLevel.Error);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (_loggers?.CreateLogger(eventData.EventSource.Name) is not { } logger)
            return;
        // Exceptions come with their stack.
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
