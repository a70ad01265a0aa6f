namespace VideoChat.Infrastructure.LiveStreams.Bunny;

/// <summary>The fields of the API's live stream that VideoChat uses.</summary>
internal sealed record BunnyLiveStream(
    Guid Guid, BunnyLiveStatus Status, string? StreamKey, string? PlaybackUrlHls, BunnyIngestEndpoints? IngestEndpoints);

internal sealed record BunnyIngestEndpoints(BunnyRtmpEndpoint? Rtmp);

internal sealed record BunnyRtmpEndpoint(string? PrimaryIngestUrl);

internal enum BunnyLiveStatus
{
    Unknown = 0,
    Created = 1,
    Scheduled = 2,

    /// <summary>The encoder is connected. Viewers see the picture only after the stream is started.</summary>
    Preview = 3,
    Running = 4,
    Ended = 5,
    VodProcessing = 6,
    Error = 7,
}
