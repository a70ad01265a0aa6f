using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace VideoChat.Application.Common;

/// <summary>
/// The server's metrics and spans. Names and units follow the OpenTelemetry semantic conventions. No label contains an id,
/// because each value of a label creates a time series.
/// </summary>
public static class Telemetry
{
    public const string Name = "VideoChat";

    /// <summary>The label for the outcome of an operation. Its values are a fixed set.</summary>
    public const string ResultTag = "videochat.result";

    /// <summary>The label for the reason of a rejection or failure. Its values are a fixed set.</summary>
    public const string ErrorTag = "error.type";

    public static Meter Meter { get; } = new(Name);

    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>The current span, to which later work is linked; null if no spans are collected.</summary>
    public static Activity? CurrentSpan => Activities.HasListeners() ? Activity.Current : null;

    /// <summary>
    /// Starts a new trace. A socket stays open for hours, so its frames must not belong to the trace of its handshake.
    /// </summary>
    public static Activity? BeginTrace(string name)
    {
        if (!Activities.HasListeners())
            return null;
        Activity.Current = null;
        return Activities.StartActivity(name, ActivityKind.Server);
    }

    /// <summary>Histogram buckets in seconds, from a commit on a fast disk to a timeout.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };
}
