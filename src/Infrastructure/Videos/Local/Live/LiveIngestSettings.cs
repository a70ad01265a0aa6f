using System.Net;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>What an ingest is told at its start.</summary>
/// <param name="Id">The live stream.</param>
/// <param name="Key">What the encoder proves itself by.</param>
/// <param name="EndPoint">Where it listens.</param>
/// <param name="Folder">Where playlist and segments go.</param>
/// <param name="Tools">Has ffmpeg.</param>
/// <param name="IsLive">It was live in an earlier process.</param>
/// <param name="WaitUntil">When it ends if no encoder has connected.</param>
/// <param name="BreakLimit">How long an encoder that has been there may be away.</param>
/// <param name="Limits">What it may take.</param>
/// <param name="Recording">Where the frames are kept; null if the stream is not recorded.</param>
internal sealed record LiveIngestSettings(
    Guid Id, string Key, IPEndPoint EndPoint, string Folder, FfmpegTools Tools, bool IsLive, DateTimeOffset WaitUntil,
    TimeSpan BreakLimit, LiveLimits Limits, LiveRecording? Recording = null);
