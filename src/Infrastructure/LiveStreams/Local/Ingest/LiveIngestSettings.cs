using System.Net;
using VideoChat.Infrastructure.LiveStreams.Local.Recordings;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;

namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

/// <summary>The settings of one live stream.</summary>
/// <param name="Id">The id of the live stream.</param>
/// <param name="Key">The key that authenticates the encoder.</param>
/// <param name="EndPoint">The address and port to listen on.</param>
/// <param name="Folder">The folder of the playlist and segments.</param>
/// <param name="Tools">The launchers of ffmpeg.</param>
/// <param name="IsLive">Whether the stream was live in an earlier process.</param>
/// <param name="WaitUntil">The time at which the stream ends if no encoder has connected.</param>
/// <param name="BreakLimit">How long an encoder may be disconnected before the stream ends.</param>
/// <param name="Limits">The limits of the segments.</param>
/// <param name="Recording">The recording; null if the stream is not recorded.</param>
internal sealed record LiveIngestSettings(
    Guid Id, string Key, IPEndPoint EndPoint, string Folder, FfmpegTools Tools, bool IsLive, DateTimeOffset WaitUntil,
    TimeSpan BreakLimit, LiveLimits Limits, LiveRecording? Recording = null);
