namespace VideoChat.Domain.Videos;

/// <summary>How far a video is. It never goes back: pending, processing, and then ready or failed.</summary>
public enum VideoStatus
{
    /// <summary>An upload session that has no file yet.</summary>
    Pending,

    /// <summary>The file is there and is made playable.</summary>
    Processing,

    /// <summary>It can be watched.</summary>
    Ready,

    /// <summary>It will never be watched: no file came, or the file is no video.</summary>
    Failed,
}
