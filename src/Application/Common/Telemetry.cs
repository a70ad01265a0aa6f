using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace VideoChat.Application.Common;

/// <summary>What the server tells of itself. Names and units are those of OpenTelemetry's conventions; no label holds an id.</summary>
public static class Telemetry
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "VideoChat";

    /// <summary>What came of something, a word of a short list.</summary>
    public const string ResultTag = "videochat.result";

    /// <summary>Why something was refused or failed, a word of a short list.</summary>
    public const string ErrorTag = "error.type";

    /// <summary>Counts and times, wherever they arise; what is looked at when it is asked for has a meter of its host.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>Spans. While nobody collects them none is made, and nothing is kept for them.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>What is being done, for what follows from it elsewhere; null while nobody collects spans.</summary>
    public static Activity? Cause => Activities.HasListeners() ? Activity.Current : null;

    /// <summary>Begins a trace that belongs to nothing, until the caller's method ends: a socket is no cause of what is said on it.</summary>
    public static Activity? BeginTrace(string name)
    {
        if (!Activities.HasListeners())
            return null;
        Activity.Current = null;
        return Activities.StartActivity(name, ActivityKind.Server);
    }

    /// <summary>Seconds, from a commit on a fast disk to a call that was given up.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };
}
