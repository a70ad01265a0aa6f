namespace VideoChat.Infrastructure.Videos.Bunny;

/// <summary>The status of a video in a webhook. The numbers differ from those in the API (<see cref="BunnyVideoStatus"/>).</summary>
internal enum BunnyWebhookStatus : long
{
    /// <summary>The provider has received the whole file.</summary>
    Queued = 0,
    Processing = 1,
    Encoding = 2,
    Finished = 3,

    /// <summary>One resolution is ready; others are still being encoded.</summary>
    ResolutionFinished = 4,
    Failed = 5,
    PresignedUploadStarted = 6,
    PresignedUploadFinished = 7,
    PresignedUploadFailed = 8,
    CaptionsGenerated = 9,
    TitleOrDescriptionGenerated = 10,
}
