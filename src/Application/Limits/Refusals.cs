using System.Diagnostics.Metrics;
using VideoChat.Application.Common;

namespace VideoChat.Application.Limits;

/// <summary>
/// The reasons for which a connection is refused before it becomes a socket, and their metric. A socket that is rejected after its
/// handshake has a close code instead.
/// </summary>
public static class Refusals
{
    /// <summary>The request is not a WebSocket handshake; a proxy may not forward <c>Upgrade</c>.</summary>
    public const string NoUpgrade = "no_upgrade";

    /// <summary>The page's origin is not allowed.</summary>
    public const string Origin = "origin";

    /// <summary>The process has the maximum number of sockets.</summary>
    public const string Full = "full";

    /// <summary>The process is not ready yet.</summary>
    public const string Starting = "starting";

    /// <summary>The process is stopping.</summary>
    public const string Restarting = "restarting";

    /// <summary>The address has the maximum number of TCP connections.</summary>
    public const string Address = "address";

    /// <summary>The process has the maximum number of TCP connections, and none is idle.</summary>
    public const string Busy = "busy";

    /// <summary>An idle TCP connection was closed in favour of a new one.</summary>
    public const string Idle = "idle";

    private static readonly string[] All = [NoUpgrade, Origin, Full, Starting, Restarting, Address, Busy, Idle];

    private static readonly Counter<long> RefusedCount = Telemetry.Meter.CreateCounter<long>(
        "videochat.connections.refused", "{connection}", "Handshakes and TCP connections refused, by reason.");

    /// <summary>Records the first value, 0, of each reason.</summary>
    public static void Begin()
    {
        foreach (var reason in All)
            Add(0, reason);
    }

    /// <param name="reason">One of the constants.</param>
    public static void Count(string reason) => Add(1, reason);

    private static void Add(int count, string reason) =>
        RefusedCount.Add(count, new KeyValuePair<string, object?>(Telemetry.ErrorTag, reason));
}
