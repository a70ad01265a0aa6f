using System.Diagnostics.Metrics;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Redis;

internal static class RedisMetrics
{
    private static readonly Histogram<double> EchoLag = Telemetry.Meter.CreateHistogram(
        "videochat.backplane.lag", "s", "Round-trip time of an echo through the backplane.", tags: null, Telemetry.Seconds);

    public static void Echoed(TimeSpan lag) => EchoLag.Record(lag.TotalSeconds);
}
