using System.Diagnostics.Metrics;
using System.Globalization;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>What happens to sockets.</summary>
public static class RealtimeMetrics
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

    private static readonly Counter<long> RefusedCount = Telemetry.Meter.CreateCounter<long>(
        "videochat.connections.refused", "{connection}", "Handshakes and TCP connections refused, by reason.");

    private static readonly Counter<long> ResumeCount = Telemetry.Meter.CreateCounter<long>(
        "videochat.resumes", "{resume}", "Sockets that resumed, by whether what they had missed was replayed.");

    private static readonly Counter<long> DeliveryCount = Telemetry.Meter.CreateCounter<long>(
        "videochat.deliveries", "{delivery}", "Room events delivered to sockets: events times sockets.");

    private static readonly Histogram<double> RemoteLag = Telemetry.Meter.CreateHistogram(
        "videochat.delivery.remote_lag", "s",
        "Time from an event's timestamp, set by another machine's clock, until it is written or queued for all local sockets of the room, by this machine's clock.",
        tags: null, Telemetry.Seconds);

    private static readonly Histogram<double> BackplaneLag = Telemetry.Meter.CreateHistogram(
        "videochat.backplane.lag", "s", "Round-trip time of an echo through the backplane.", tags: null, Telemetry.Seconds);

    /// <param name="code">Ours or the peer's; 0 for a socket that ended without one. Peers may send what they like, so what is rare is one.</param>
    public static void Closed(int code) => ClosedCount.Add(
        1, new KeyValuePair<string, object?>(CodeTag, KnownCodes.GetValueOrDefault(code == 0 ? Abnormal : code, "other")));

    /// <param name="why">One of <see cref="Refusals"/>.</param>
    public static void Refused(string why) => Refused(1, why);

    internal static void Begin()
    {
        foreach (var code in KnownCodes.Values)
            ClosedCount.Add(0, new KeyValuePair<string, object?>(CodeTag, code));
        foreach (var why in Refusals.All)
            Refused(0, why);
        Resumed(0, isReplay: true);
        Resumed(0, isReplay: false);
        Delivered(0, 0);
    }

    internal static void Resumed(bool isReplay) => Resumed(1, isReplay);

    internal static void Delivered(long events, int connections) => DeliveryCount.Add(events * connections);

    /// <summary>What was not handed to us was read and went out. The two machines' clocks may differ.</summary>
    internal static void CaughtUp(TimeSpan lag) => RemoteLag.Record(Math.Max(0, lag.TotalSeconds));

    internal static void Echoed(TimeSpan lag) => BackplaneLag.Record(lag.TotalSeconds);

    private static void Refused(int count, string why) =>
        RefusedCount.Add(count, new KeyValuePair<string, object?>(Telemetry.ErrorTag, why));

    private static void Resumed(int count, bool isReplay) =>
        ResumeCount.Add(count, new KeyValuePair<string, object?>(Telemetry.ResultTag, isReplay ? "replay" : "resync"));
}
