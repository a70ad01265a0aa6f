using System.Net;
using VideoChat.Infrastructure.LiveStreams.Local.Recordings;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;

namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

/// <summary>The settings of one live stream.</summary>
/// <param name="IsLive">Whether the stream was live in an earlier process.</param>
/// <param name="WaitUntil">The time at which the stream ends if no encoder has connected.</param>
/// <param name="BreakLimit">How long an encoder may be disconnected before the stream ends.</param>
internal sealed record LiveIngestSettings(
    Guid Id, string Key, IPEndPoint EndPoint, string Folder, FfmpegTools Tools, bool IsLive, DateTimeOffset WaitUntil,
    TimeSpan BreakLimit, LiveLimits Limits, LiveRecording? Recording = null);
