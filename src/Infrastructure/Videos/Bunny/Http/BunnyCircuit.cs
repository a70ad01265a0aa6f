using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Videos.Bunny.Http;

internal sealed partial class BunnyCircuit
{
    private readonly SemaphoreSlim _opened = new(0);
    private readonly ILogger _logger;

    public BunnyCircuit(IMeterFactory meters, ILogger<BunnyCircuit> logger)
    {
        _logger = logger;
        meters.Create(Telemetry.Name).CreateObservableGauge(
            "videochat.video_provider.circuit.open", () => IsClosed ? 0 : 1, unit: null,
            "1 while the circuit breaker of the video provider is open.");
    }

    public CircuitBreakerStateProvider State { get; } = new();

    public bool IsClosed => State.CircuitState == CircuitState.Closed;

    public Task WaitUntilOpenAsync(CancellationToken cancellationToken) => _opened.WaitAsync(cancellationToken);

    public void Opened(TimeSpan duration)
    {
        LogOpened(_logger, duration.TotalSeconds);
        _opened.Release();
    }

    public void Closed() => LogClosed(_logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Bunny.net keeps failing; circuit open for {Seconds} s")]
    private static partial void LogOpened(ILogger logger, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Bunny.net is responding again; circuit closed")]
    private static partial void LogClosed(ILogger logger);
}
