using System.ComponentModel.DataAnnotations;
using VideoChat.Api.Limits.Requests;
using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits;

/// <summary>Configuration section <c>RateLimiting</c>.</summary>
internal sealed class RateLimitingOptions
{
    public const string Section = "RateLimiting";

    /// <summary>Whether the requests, sockets and connections of an address and the frames of a socket are limited.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The maximum number of requests of one address in any window.</summary>
    [Range(1, 1_000_000)]
    public int Requests { get; set; } = 100;

    /// <summary>The length of the window.</summary>
    [Range(1, 86_400)]
    public int WindowSeconds { get; set; } = 60;

    /// <summary>
    /// The maximum number of requests of one address in progress in this process. Requests that do not count for the window do not count
    /// here.
    /// </summary>
    [Range(1, 1_000_000)]
    public int ConcurrentRequestsPerAddress { get; set; } = 32;

    /// <summary>The maximum number of rooms that one address may create in any hour. Rooms are never removed.</summary>
    [Range(1, 1_000_000)]
    public int RoomsPerHour { get; set; } = 1_000;

    /// <summary>
    /// The maximum number of bytes of messages that one address may send in any hour. Each message counts as its content plus 256 bytes.
    /// Messages are never removed.
    /// </summary>
    [Range(65_536, 1_099_511_627_776)]
    public long MessageBytesPerHour { get; set; } = 134_217_728;

    /// <summary>The maximum number of bytes of video files that one address may send in any hour.</summary>
    [Range(65_536, 1_099_511_627_776)]
    public long UploadBytesPerHour { get; set; } = 21_474_836_480;

    /// <summary>The maximum number of open sockets of one address.</summary>
    [Range(1, 1_000_000)]
    public int WebSocketsPerAddress { get; set; } = 10;

    /// <summary>
    /// The maximum number of open TCP connections of one address, sockets included. A further one is closed without a response. Trusted
    /// proxies are exempt.
    /// </summary>
    [Range(1, 1_000_000)]
    public int ConnectionsPerAddress { get; set; } = 1_000;

    /// <summary>
    /// The maximum number of handshakes per minute for each socket that an address may have open: with ten sockets, ten times as many.
    /// Further handshakes are queued.
    /// </summary>
    [Range(1, 1_000_000)]
    public int HandshakesPerMinute { get; set; } = 30;

    /// <summary>
    /// The maximum average number of frames that one socket may send per second. All sockets of one address together, closed ones included,
    /// may send as many as <see cref="WebSocketsPerAddress"/> sockets.
    /// </summary>
    [Range(1, 100_000)]
    public int FramesPerSecond { get; set; } = 50;

    /// <summary>The maximum number of frames that one socket may send in a burst.</summary>
    [Range(1, 100_000)]
    public int FrameBurst { get; set; } = 100;

    /// <summary>The number of refused frames within ten seconds after which a socket is closed.</summary>
    [Range(1, 100_000)]
    public int MaxRefusedFrames { get; set; } = 100;

    internal RateLimitPolicy RequestPolicy => new("requests", Requests, TimeSpan.FromSeconds(WindowSeconds));

    internal ByteLimit MessageByteLimit => new("message-bytes", MessageBytesPerHour);

    internal ByteLimit UploadByteLimit => new("upload-bytes", UploadBytesPerHour);

    internal RateLimitPolicy RoomPolicy => new("rooms", RoomsPerHour, TimeSpan.FromHours(1));
}
