namespace VideoChat.Infrastructure.Videos.Bunny;

internal sealed record BunnyVideo(
    Guid Guid, BunnyVideoStatus Status, int EncodeProgress, double Length, string? OriginalHash);

/// <summary>The status of a video in the API. The numbers differ from those in webhooks (<see cref="BunnyWebhookStatus"/>).</summary>
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
