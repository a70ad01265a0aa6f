using System.Diagnostics.Metrics;
using VideoChat.Application.Common;

namespace VideoChat.Application.Limits;

/// <summary>
/// Counts the TCP connections and handshakes that are rejected, by reason. A socket that is rejected after its handshake receives
/// a close code instead.
/// </summary>
public static class Refusals
{
    /// <summary>The request is not a WebSocket handshake. A proxy that does not forward <c>Upgrade</c> is a common cause.</summary>
    public const string NoUpgrade = "no_upgrade";

    /// <summary>The origin of the page is not allowed.</summary>
    public const string Origin = "origin";

    /// <summary>The process has reached its maximum number of sockets.</summary>
    public const string Full = "full";

    public const string Starting = "starting";

    public const string Restarting = "restarting";

    /// <summary>The IP address has reached its maximum number of TCP connections.</summary>
    public const string Address = "address";

    /// <summary>The process has reached its maximum number of TCP connections, and none is idle.</summary>
    public const string Busy = "busy";

    /// <summary>An idle TCP connection was closed to make room for a new one.</summary>
    public const string Idle = "idle";

    private static readonly string[] All = [NoUpgrade, Origin, Full, Starting, Restarting, Address, Busy, Idle];

    private static readonly Counter<long> RefusedCount = Telemetry.Meter.CreateCounter<long>(
        "videochat.connections.refused", "{connection}", "Handshakes and TCP connections refused, by reason.");

    /// <summary>
    /// Records 0 for each reason. Otherwise the first rejection would create a time series that starts at 1, and Prometheus would
    /// not see an increase.
    /// </summary>
    public static void Begin()
    {
        foreach (var reason in All)
            Add(0, reason);
    }

    public static void Count(string reason) => Add(1, reason);

    private static void Add(int count, string reason) =>
        RefusedCount.Add(count, new KeyValuePair<string, object?>(Telemetry.ErrorTag, reason));
}
