namespace VideoChat.Domain.Videos;

/// <summary>Why a video failed. The database stores the names, so existing names must not change.</summary>
public enum VideoFailure
{
    NoVideoTrack,

    /// <summary>The file is truncated or corrupt, or is not a video.</summary>
    Damaged,

    /// <summary>The server has no decoder for the video's codec.</summary>
    UnsupportedCodec,

    TooLong,

    /// <summary>The video exceeds a limit of picture size, frame rate or output size.</summary>
    TooLarge,

    TookTooLong,

    /// <summary>The upload session expired without a file.</summary>
    Expired,

    /// <summary>The file at the provider differs from the file that was sent.</summary>
    Altered,

    /// <summary>The provider no longer stores the file.</summary>
    Lost,

    /// <summary>The provider reported a failure without a reason.</summary>
    ProviderFailed,

    /// <summary>The recording of a live stream could not be written.</summary>
    NotRecorded,

    /// <summary>Processing failed repeatedly for a reason unrelated to the file.</summary>
    ServerFailed,
}
