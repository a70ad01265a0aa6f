namespace VideoChat.Infrastructure.Realtime;

/// <summary>Why a connection was refused before it was a socket. What is closed after its handshake has a close code instead.</summary>
public static class Refusals
{
    /// <summary>No WebSocket handshake: a proxy may not pass <c>Upgrade</c> on.</summary>
    public const string NoUpgrade = "no_upgrade";

    /// <summary>A page of a foreign origin.</summary>
    public const string Origin = "origin";

    /// <summary>The process has as many sockets as it may.</summary>
    public const string Full = "full";

    /// <summary>The process is not ready yet.</summary>
    public const string Starting = "starting";

    /// <summary>The process is about to end.</summary>
    public const string Restarting = "restarting";

    /// <summary>The address has as many TCP connections as it may.</summary>
    public const string Address = "address";

    /// <summary>The process has as many TCP connections as it may, and all are busy.</summary>
    public const string Busy = "busy";

    /// <summary>A TCP connection without a request, closed for a new one because all places were taken.</summary>
    public const string Idle = "idle";

    internal static readonly string[] All = [NoUpgrade, Origin, Full, Starting, Restarting, Address, Busy, Idle];
}
