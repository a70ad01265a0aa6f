using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Videos.Bunny.Http;

/// <summary>Measures calls to the provider. A call and its retries count as one.</summary>
internal static class BunnyMetrics
{
    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram(
        "videochat.video_provider.request.duration", "s", "Duration of calls to the video provider, retries included.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800] });

    /// <param name="client">The name of the HTTP client. It distinguishes uploads from other calls.</param>
    /// <param name="result">A value that <see cref="ResultOf"/> returned.</param>
    public static void Called(string client, long began, string result) => Duration.Record(
        Stopwatch.GetElapsedTime(began).TotalSeconds,
        new KeyValuePair<string, object?>("videochat.operation", client == BunnyApi.UploadClient ? "upload" : "call"),
        new KeyValuePair<string, object?>(Telemetry.ResultTag, result));

    // Returns the label of a response. 404 is a regular response to a query, but an error for a creation.
    public static string ResultOf(HttpMethod method, HttpStatusCode status) => (int)status switch
    {
        < 400 => "ok",
        404 when method != HttpMethod.Post => "not_found",
        429 => "busy",
        < 500 => "refused",
        _ => "error",
    };
}
