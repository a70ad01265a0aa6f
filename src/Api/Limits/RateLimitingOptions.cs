using System.ComponentModel.DataAnnotations;
using VideoChat.Api.Configuration;
using VideoChat.Api.Limits.Requests;
using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits;

/// <summary>Configuration section <c>RateLimiting</c>: limits of each IP address, and of the frames of each socket.</summary>
internal sealed class RateLimitingOptions : ISettingsNotes
{
    public const string Section = "RateLimiting";

    public bool Enabled { get; set; } = true;

    /// <summary>The maximum number of requests of one address within a sliding window.</summary>
    [Range(1, 1_000_000)]
    public int Requests { get; set; } = 100;

    [Range(1, 86_400)]
    public int WindowSeconds { get; set; } = 60;

    /// <summary>
    /// The maximum number of concurrent requests of one address in this process. Requests that do not count for the window do not
    /// count here either.
    /// </summary>
    [Range(1, 1_000_000)]
    public int ConcurrentRequestsPerAddress { get; set; } = 32;

    /// <summary>
    /// The maximum number of rooms that one address can create within an hour. The number is limited because rooms are never
    /// removed.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RoomsPerHour { get; set; } = 1_000;

    /// <summary>
    /// The maximum size of the messages that one address can send within an hour, in bytes. Each message counts as its content plus
    /// 256 bytes. The size is limited because messages are never removed.
    /// </summary>
    [Range(65_536, 1_099_511_627_776)]
    public long MessageBytesPerHour { get; set; } = 134_217_728;

    /// <summary>The maximum size of the video files that one address can send within an hour, in bytes.</summary>
    [Range(65_536, 1_099_511_627_776)]
    public long UploadBytesPerHour { get; set; } = 21_474_836_480;

    [Range(1, 1_000_000)]
    public int WebSocketsPerAddress { get; set; } = 10;

    /// <summary>
    /// The maximum number of open TCP connections of one address, sockets included. An additional connection is closed without a
    /// response. Trusted proxies are exempt.
    /// </summary>
    [Range(1, 1_000_000)]
    public int ConnectionsPerAddress { get; set; } = 1_000;

    /// <summary>
    /// The number of handshakes per minute that one address can make for each socket it may have open. With the default of ten
    /// sockets, 300 handshakes per minute are allowed. Additional handshakes wait.
    /// </summary>
    [Range(1, 1_000_000)]
    public int HandshakesPerMinute { get; set; } = 30;

    /// <summary>
    /// The maximum average number of frames that one socket can send per second. All sockets of one address together can send
    /// <see cref="WebSocketsPerAddress"/> times this number.
    /// </summary>
    [Range(1, 100_000)]
    public int FramesPerSecond { get; set; } = 50;

    /// <summary>The maximum number of frames that one socket can send in a burst.</summary>
    [Range(1, 100_000)]
    public int FrameBurst { get; set; } = 100;

    /// <summary>The number of rejected frames within ten seconds that closes a socket.</summary>
    [Range(1, 100_000)]
    public int MaxRefusedFrames { get; set; } = 100;

    internal RateLimitPolicy RequestPolicy => new("requests", Requests, TimeSpan.FromSeconds(WindowSeconds));

    internal ByteLimit MessageByteLimit => new("message-bytes", MessageBytesPerHour);

    internal ByteLimit UploadByteLimit => new("upload-bytes", UploadBytesPerHour);

    internal RateLimitPolicy RoomPolicy => new("rooms", RoomsPerHour, TimeSpan.FromHours(1));

    IEnumerable<string> ISettingsNotes.ListOff() => Enabled ? [] : ["limits (RateLimiting:Enabled)"];
}
