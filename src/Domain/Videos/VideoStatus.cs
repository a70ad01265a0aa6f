namespace VideoChat.Domain.Videos;

/// <summary>The status of a video. It never goes back: pending, processing, then ready or failed.</summary>
public enum VideoStatus
{
    /// <summary>The upload session has no file yet.</summary>
    Pending,

    Processing,

    /// <summary>The video can be watched.</summary>
    Ready,

    /// <summary>The video will never be watched, as <see cref="VideoFailure"/> explains.</summary>
    Failed,
}
