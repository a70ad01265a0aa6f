using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>Configuration section <c>Realtime</c>: the limits and intervals of room sockets.</summary>
public sealed class RealtimeOptions
{
    public const string Section = "Realtime";

    /// <summary>The maximum size of a client's frame, in bytes of UTF-8.</summary>
    [Range(1_024, 1_048_576)]
    public int MaxMessageBytes { get; set; } = 32 * 1_024;

    /// <summary>
    /// The maximum number of control frames and continuation frames that one socket may send per second. A burst may contain twice as many.
    /// A socket that exceeds the limit is slowed down and then closed.
    /// </summary>
    [Range(10, 1_000_000)]
    public int MaxControlFramesPerSecond { get; set; } = 1_000;

    /// <summary>The maximum number of concurrent handshakes in this process. Further handshakes are queued.</summary>
    [Range(1, 65_536)]
    public int MaxConcurrentHandshakes { get; set; } = 16;

    /// <summary>The maximum number of messages of one socket that wait to be stored. A socket at this limit is not read.</summary>
    [Range(1, 65_536)]
    public int MaxInFlight { get; set; } = 256;

    /// <summary>The maximum number of frames queued for a slow socket.</summary>
    [Range(16, 1_000_000)]
    public int MaxQueuedFrames { get; set; } = 8_192;

    /// <summary>The maximum number of bytes queued for a slow socket.</summary>
    [Range(65_536, 1_073_741_824)]
    public int MaxQueuedBytes { get; set; } = 2 * 1_024 * 1_024;

    /// <summary>
    /// The size of a socket's send buffer in the operating system, in bytes. Linux doubles this value (socket(7), SO_SNDBUF).
    /// </summary>
    [Range(4_096, 16_777_216)]
    public int SocketSendBufferBytes { get; set; } = 128 * 1_024;

    /// <summary>The maximum number of missed events that a resuming socket receives.</summary>
    [Range(0, 1_000_000)]
    public int MaxResumeEvents { get; set; } = 1_000;

    /// <summary>The interval between pings, in seconds.</summary>
    [Range(1, 3_600)]
    public int PingSeconds { get; set; } = 15;

    /// <summary>The time within which a peer must answer a ping, in seconds.</summary>
    [Range(1, 3_600)]
    public int PongTimeoutSeconds { get; set; } = 10;
}
