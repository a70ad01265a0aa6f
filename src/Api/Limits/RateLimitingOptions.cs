using System.ComponentModel.DataAnnotations;
using VideoChat.Api.Limits.Requests;
using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits;

/// <summary>Configuration section <c>RateLimiting</c>.</summary>
internal sealed class RateLimitingOptions
{
    public const string Section = "RateLimiting";

    /// <summary>Whether anything is limited: requests, sockets and connections of one address, frames of one socket and of one address.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Requests that one address has in any window.</summary>
    [Range(1, 1_000_000)]
    public int Requests { get; set; } = 100;

    /// <summary>How long a request counts.</summary>
    [Range(1, 86_400)]
    public int WindowSeconds { get; set; } = 60;

    /// <summary>
    /// Requests of one address that may be in progress at once in this process; what is free of the other limit is free of this one.
    /// </summary>
    [Range(1, 1_000_000)]
    public int ConcurrentRequestsPerAddress { get; set; } = 32;

    /// <summary>Rooms that one address may create in any hour: they stay for good.</summary>
    [Range(1, 1_000_000)]
    public int RoomsPerHour { get; set; } = 1_000;

    /// <summary>
    /// Bytes of messages that one address may send in any hour, each message with 256 bytes more than its content: they stay for good.
    /// </summary>
    [Range(65_536, 1_099_511_627_776)]
    public long MessageBytesPerHour { get; set; } = 134_217_728;

    /// <summary>Bytes of video files that one address may send in any hour.</summary>
    [Range(65_536, 1_099_511_627_776)]
    public long UploadBytesPerHour { get; set; } = 21_474_836_480;

    /// <summary>Sockets that one address may have open.</summary>
    [Range(1, 1_000_000)]
    public int WebSocketsPerAddress { get; set; } = 10;

    /// <summary>
    /// TCP connections that one address may have open, those of its sockets among them; one more is closed without a word. A
    /// trusted proxy's are as many as its clients need.
    /// </summary>
    [Range(1, 1_000_000)]
    public int ConnectionsPerAddress { get; set; } = 1_000;

    /// <summary>
    /// How often a minute each of an address's sockets may be opened anew, ten times as often for all ten of them; handshakes beyond
    /// that wait in turn.
    /// </summary>
    [Range(1, 1_000_000)]
    public int HandshakesPerMinute { get; set; } = 30;

    /// <summary>
    /// Frames that one socket may send in a second, in the long run. All sockets of one address, those that are gone too, may
    /// send as much as <see cref="WebSocketsPerAddress"/> of them.
    /// </summary>
    [Range(1, 100_000)]
    public int FramesPerSecond { get; set; } = 50;

    /// <summary>Frames that one socket may send at once.</summary>
    [Range(1, 100_000)]
    public int FrameBurst { get; set; } = 100;

    /// <summary>Refused frames within ten seconds that end a socket.</summary>
    [Range(1, 100_000)]
    public int MaxRefusedFrames { get; set; } = 100;

    internal RateLimitPolicy RequestPolicy => new("requests", Requests, TimeSpan.FromSeconds(WindowSeconds));

    internal ByteLimit MessageByteLimit => new("message-bytes", MessageBytesPerHour);

    internal ByteLimit UploadByteLimit => new("upload-bytes", UploadBytesPerHour);

    internal RateLimitPolicy RoomPolicy => new("rooms", RoomsPerHour, TimeSpan.FromHours(1));
}
