namespace VideoChat.Infrastructure.Videos.Bunny;

/// <summary>
/// The status in a webhook. The API uses other numbers with other meanings: <see cref="BunnyVideoStatus"/>.
/// </summary>
internal enum BunnyWebhookStatus : long
{
    /// <summary>The provider has the whole file. Not sent when the video is created.</summary>
    Queued = 0,
    Processing = 1,
    Encoding = 2,
    Finished = 3,

    /// <summary>One resolution is encoded, others are not.</summary>
    ResolutionFinished = 4,
    Failed = 5,
    PresignedUploadStarted = 6,
    PresignedUploadFinished = 7,
    PresignedUploadFailed = 8,
    CaptionsGenerated = 9,
    TitleOrDescriptionGenerated = 10,
}
