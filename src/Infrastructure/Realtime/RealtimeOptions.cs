using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>Configuration section <c>Realtime</c>: the limits of one socket.</summary>
public sealed class RealtimeOptions
{
    public const string Section = "Realtime";

    /// <summary>The maximum size of a client's frame, in bytes of UTF-8.</summary>
    [Range(1_024, 1_048_576)]
    public int MaxMessageBytes { get; set; } = 32 * 1_024;

    /// <summary>
    /// The maximum number of control frames and continuation frames that one socket may send per second; a burst may have twice as many. A
    /// socket over the limit is read slowly and closed.
    /// </summary>
    [Range(10, 1_000_000)]
    public int MaxControlFramesPerSecond { get; set; } = 1_000;

    /// <summary>The maximum number of handshakes in progress; the rest are queued.</summary>
    [Range(1, 65_536)]
    public int MaxConcurrentHandshakes { get; set; } = 16;

    /// <summary>The maximum number of messages of one socket that wait for the disk. A socket at the limit is not read.</summary>
    [Range(1, 65_536)]
    public int MaxInFlight { get; set; } = 256;

    /// <summary>The maximum number of frames queued for a socket that does not read.</summary>
    [Range(16, 1_000_000)]
    public int MaxQueuedFrames { get; set; } = 8_192;

    /// <summary>The maximum number of bytes queued for a socket that does not read.</summary>
    [Range(65_536, 1_073_741_824)]
    public int MaxQueuedBytes { get; set; } = 2 * 1_024 * 1_024;

    /// <summary>The operating system's send buffer for a socket, in bytes (Linux uses twice as many).</summary>
    [Range(4_096, 16_777_216)]
    public int SocketSendBufferBytes { get; set; } = 128 * 1_024;

    /// <summary>The maximum number of missed events that a resuming socket receives.</summary>
    [Range(0, 1_000_000)]
    public int MaxResumeEvents { get; set; } = 1_000;

    /// <summary>The interval of pings.</summary>
    [Range(1, 3_600)]
    public int PingSeconds { get; set; } = 15;

    /// <summary>How long a peer may take to answer a ping.</summary>
    [Range(1, 3_600)]
    public int PongTimeoutSeconds { get; set; } = 10;
}
