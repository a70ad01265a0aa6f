using System.Diagnostics.Metrics;

namespace VideoChat.Application.Common;

/// <summary>What the server tells of itself. Names and units are those of OpenTelemetry's conventions; no label holds an id.</summary>
public static class Telemetry
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "VideoChat";

    /// <summary>What came of something, a word of a short list.</summary>
    public const string ResultTag = "videochat.result";

    /// <summary>Why something was refused or failed, a word of a short list.</summary>
    public const string ErrorTag = "error.type";

    /// <summary>Counts and times, wherever they arise; what is looked at when it is asked for has a meter of its host.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>Seconds, from a commit on a fast disk to a call that was given up.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };
}
