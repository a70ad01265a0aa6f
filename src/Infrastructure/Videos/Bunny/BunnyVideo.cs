namespace VideoChat.Infrastructure.Videos.Bunny;

/// <summary>A video as the API tells of it, in as far as we ask.</summary>
internal sealed record BunnyVideo(
    Guid Guid, BunnyVideoStatus Status, int EncodeProgress, double Length, string? OriginalHash);

/// <summary>
/// How far a video is, as the API numbers it. A webhook's numbers are others and mean something else:
/// <see cref="BunnyWebhookStatus"/>.
/// </summary>
internal enum BunnyVideoStatus
{
    Created = 0,
    Uploaded = 1,
    Processing = 2,
    Transcoding = 3,
    Finished = 4,
    Error = 5,
    UploadFailed = 6,
    JitSegmenting = 7,
    JitPlaylistsCreated = 8,
}
