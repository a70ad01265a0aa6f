using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Videos.Bunny;

/// <summary>How the provider answers; what is tried again and again is one call.</summary>
internal static class BunnyMetrics
{
    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram(
        "videochat.video_provider.request.duration", "s", "Duration of calls to the video provider, retries included.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800] });

    /// <param name="client">call or upload.</param>
    /// <param name="began">A time stamp.</param>
    /// <param name="result">What came of it.</param>
    public static void Called(string client, long began, string result) => Duration.Record(
        Stopwatch.GetElapsedTime(began).TotalSeconds,
        new KeyValuePair<string, object?>("videochat.operation", client == BunnyApi.UploadClient ? "upload" : "call"),
        new KeyValuePair<string, object?>(Telemetry.ResultTag, result));

    /// <summary>A provider that does not know a video has answered well: it is gone. One that can make none is another matter.</summary>
    public static string ResultOf(HttpMethod method, HttpStatusCode status) => (int)status switch
    {
        < 400 => "ok",
        404 when method != HttpMethod.Post => "not_found",
        429 => "busy",
        < 500 => "refused",
        _ => "error",
    };
}
