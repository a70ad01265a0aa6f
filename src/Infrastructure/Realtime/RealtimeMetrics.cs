using System.Diagnostics.Metrics;
using System.Globalization;
using VideoChat.Application.Common;
using VideoChat.Application.Realtime;

namespace VideoChat.Infrastructure.Realtime;

internal static class RealtimeMetrics
{
    private const int Abnormal = 1006;
    private const string CodeTag = "videochat.close_code";

    private static readonly Dictionary<int, string> KnownCodes = new[]
    {
        CloseCodes.Normal, 1001, CloseCodes.ProtocolError, CloseCodes.UnsupportedData, 1005, Abnormal, CloseCodes.InvalidText,
        CloseCodes.MessageTooBig, CloseCodes.InternalError, CloseCodes.ServiceRestart, CloseCodes.NotFound, CloseCodes.SlowConsumer, CloseCodes.TooMany,
    }.ToDictionary(code => code, code => code.ToString(CultureInfo.InvariantCulture));

    private static readonly Counter<long> ClosedCount = Telemetry.Meter.CreateCounter<long>(
        "videochat.connections.closed", "{connection}", "Sockets closed, by close code.");

    private static readonly Counter<long> ResumeCount = Telemetry.Meter.CreateCounter<long>(
        "videochat.resumes", "{resume}", "Sockets that resumed, by whether the missed events were replayed.");

    private static readonly Counter<long> DeliveryCount = Telemetry.Meter.CreateCounter<long>(
        "videochat.deliveries", "{delivery}", "Room events delivered to sockets: events times sockets.");

    private static readonly Histogram<double> RemoteLag = Telemetry.Meter.CreateHistogram(
        "videochat.delivery.remote_lag", "s",
        "Time from an event's timestamp, set by another machine's clock, until it is written or queued for all local sockets of the room, by this machine's clock.",
        tags: null, Telemetry.Seconds);

    public static void Begin()
    {
        foreach (var code in KnownCodes.Values)
            ClosedCount.Add(0, new KeyValuePair<string, object?>(CodeTag, code));
        Resumed(0, isReplay: true);
        Resumed(0, isReplay: false);
        Delivered(0, 0);
    }

    /// <param name="code">The close code, or 0 if none was received. Peers can send any code, so unknown codes share one value.</param>
    public static void Closed(int code) => ClosedCount.Add(
        1, new KeyValuePair<string, object?>(CodeTag, KnownCodes.GetValueOrDefault(code == 0 ? Abnormal : code, "other")));

    public static void Resumed(bool isReplay) => Resumed(1, isReplay);

    public static void Delivered(long events, int connections) => DeliveryCount.Add(events * connections);

    // The clocks of two machines differ, so the computed lag can be negative.
    public static void CaughtUp(TimeSpan lag) => RemoteLag.Record(Math.Max(0, lag.TotalSeconds));

    private static void Resumed(int count, bool isReplay) =>
        ResumeCount.Add(count, new KeyValuePair<string, object?>(Telemetry.ResultTag, isReplay ? "replay" : "resync"));
}
