namespace VideoChat.Infrastructure.Videos.Bunny;

/// <summary>
/// What has happened to a video, as a webhook numbers it. The API's numbers are others and mean something else:
/// <see cref="BunnyVideoStatus"/>.
/// </summary>
internal enum BunnyWebhookStatus : long
{
    /// <summary>The file is whole at the provider; not sent on creation.</summary>
    Queued = 0,
    Processing = 1,
    Encoding = 2,
    Finished = 3,

    /// <summary>One of its sizes is done, others are not.</summary>
    ResolutionFinished = 4,
    Failed = 5,
    PresignedUploadStarted = 6,
    PresignedUploadFinished = 7,
    PresignedUploadFailed = 8,
    CaptionsGenerated = 9,
    TitleOrDescriptionGenerated = 10,
}
