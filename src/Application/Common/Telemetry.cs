using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace VideoChat.Application.Common;

/// <summary>The server's metrics and spans. Names and units follow OpenTelemetry's semantic conventions; no label contains an id.</summary>
public static class Telemetry
{
    public const string Name = "VideoChat";

    /// <summary>Label for the outcome of an operation. Its values are a fixed set.</summary>
    public const string ResultTag = "videochat.result";

    /// <summary>Label for the reason of a rejection or failure. Its values are a fixed set.</summary>
    public const string ErrorTag = "error.type";

    /// <summary>The meter of counters and histograms. Observable gauges belong to a meter of the host that they observe.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>The source of spans. Without a listener no span is created.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>The current span, to link later work to; null if no spans are collected.</summary>
    public static Activity? Cause => Activities.HasListeners() ? Activity.Current : null;

    /// <summary>
    /// Starts a new trace instead of a child span. A socket lasts for hours, so its frames do not belong to the trace of its handshake.
    /// </summary>
    public static Activity? BeginTrace(string name)
    {
        if (!Activities.HasListeners())
            return null;
        Activity.Current = null;
        return Activities.StartActivity(name, ActivityKind.Server);
    }

    /// <summary>Buckets in seconds, from a commit on a fast disk to a timeout.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };
}
