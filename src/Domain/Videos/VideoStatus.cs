namespace VideoChat.Domain.Videos;

/// <summary>The status of a video. A video never returns to an earlier status.</summary>
public enum VideoStatus
{
    /// <summary>The upload session has no file yet.</summary>
    Pending,

    Processing,

    Ready,

    /// <summary>The video cannot be watched. <see cref="VideoFailure"/> says why.</summary>
    Failed,
}
