namespace VideoChat.Infrastructure.LiveStreams.Bunny;

internal sealed record BunnyLiveStream(
    Guid Guid, BunnyLiveStatus Status, string? StreamKey, string? PlaybackUrlHls, BunnyIngestEndpoints? IngestEndpoints);

internal sealed record BunnyIngestEndpoints(BunnyRtmpEndpoint? Rtmp);

internal sealed record BunnyRtmpEndpoint(string? PrimaryIngestUrl);

internal enum BunnyLiveStatus
{
    Unknown = 0,
    Created = 1,
    Scheduled = 2,

    /// <summary>The encoder is connected, but viewers see nothing until the stream is started.</summary>
    Preview = 3,
    Running = 4,
    Ended = 5,
    VodProcessing = 6,
    Error = 7,
}
