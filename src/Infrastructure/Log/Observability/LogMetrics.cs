using System.Diagnostics;
using System.Diagnostics.Metrics;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Log.Observability;

internal static class LogMetrics
{
    private const string Unavailable = "unavailable";
    private const string Internal = "internal";

    private static readonly Histogram<int> BatchSize = Telemetry.Meter.CreateHistogram(
        "videochat.log.batch.size", "{write}", "Writes per transaction.", tags: null,
        new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024] });

    private static readonly Histogram<double> CommitDuration = Telemetry.Meter.CreateHistogram(
        "videochat.log.commit.duration", "s", "Duration of a transaction, including its commit.", tags: null, Telemetry.Seconds);

    private static readonly Histogram<double> DeliveryLag = Telemetry.Meter.CreateHistogram(
        "videochat.delivery.lag", "s",
        "Time from a commit until its events are written or queued for all local sockets of the room.",
        tags: null, Telemetry.Seconds);

    private static readonly Counter<long> Failures = Telemetry.Meter.CreateCounter<long>(
        "videochat.log.failures", "{write}", "Writes that failed because of the server or the database.");

    public static void Begin()
    {
        foreach (var error in new[] { Unavailable, Internal })
            Failures.Add(0, new KeyValuePair<string, object?>(Telemetry.ErrorTag, error));
    }

    public static void Committed(int writes, long began)
    {
        BatchSize.Record(writes);
        CommitDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    public static void Delivered(long committed) => DeliveryLag.Record(Stopwatch.GetElapsedTime(committed).TotalSeconds);

    public static void Failed(Exception exception) => Failures.Add(
        1, new KeyValuePair<string, object?>(Telemetry.ErrorTag, exception is UnavailableException ? Unavailable : Internal));
}
