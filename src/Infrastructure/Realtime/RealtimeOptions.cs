using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>Configuration section <c>Realtime</c>: what one socket may take.</summary>
public sealed class RealtimeOptions
{
    public const string Section = "Realtime";

    /// <summary>The largest frame a client may send, in bytes of UTF-8.</summary>
    [Range(1_024, 1_048_576)]
    public int MaxMessageBytes { get; set; } = 32 * 1_024;

    /// <summary>
    /// How many control frames and continuation frames one socket may send in a second, and twice as many at once; beyond
    /// that it is read slowly and closed.
    /// </summary>
    [Range(10, 1_000_000)]
    public int MaxControlFramesPerSecond { get; set; } = 1_000;

    /// <summary>How many sockets may be on their way in at a time; those that come meanwhile wait in turn.</summary>
    [Range(1, 65_536)]
    public int MaxConcurrentHandshakes { get; set; } = 16;

    /// <summary>How many messages of one socket may wait for the disk; beyond that the socket is not read.</summary>
    [Range(1, 65_536)]
    public int MaxInFlight { get; set; } = 256;

    /// <summary>How many frames may wait for a socket that does not read.</summary>
    [Range(16, 1_000_000)]
    public int MaxQueuedFrames { get; set; } = 8_192;

    /// <summary>How many bytes may wait for a socket that does not read.</summary>
    [Range(65_536, 1_073_741_824)]
    public int MaxQueuedBytes { get; set; } = 2 * 1_024 * 1_024;

    /// <summary>How many bytes the operating system may hold for a socket that does not read (it takes twice as many).</summary>
    [Range(4_096, 16_777_216)]
    public int SocketSendBufferBytes { get; set; } = 128 * 1_024;

    /// <summary>How far behind a socket may be that wants to be told what it missed.</summary>
    [Range(0, 1_000_000)]
    public int MaxResumeEvents { get; set; } = 1_000;

    /// <summary>How often a peer is asked whether it is there.</summary>
    [Range(1, 3_600)]
    public int PingSeconds { get; set; } = 15;

    /// <summary>How long it may take to answer.</summary>
    [Range(1, 3_600)]
    public int PongTimeoutSeconds { get; set; } = 10;
}
