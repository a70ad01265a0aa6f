namespace VideoChat.Domain.Videos;

/// <summary>Why a video failed. The names are stored: add names, but never change one.</summary>
public enum VideoFailure
{
    /// <summary>The file has no video track.</summary>
    NoVideoTrack,

    /// <summary>The file is incomplete or broken, or is not a video.</summary>
    Damaged,

    /// <summary>No decoder is available for the video's codec.</summary>
    UnsupportedCodec,

    /// <summary>The video exceeds the maximum duration.</summary>
    TooLong,

    /// <summary>The video exceeds a limit of picture size, frame rate or output size.</summary>
    TooLarge,

    /// <summary>Processing exceeded its time limit.</summary>
    TookTooLong,

    /// <summary>The upload session expired without a file.</summary>
    Expired,

    /// <summary>The provider received a different file than was sent.</summary>
    Altered,

    /// <summary>The file is no longer stored at the provider.</summary>
    Lost,

    /// <summary>The provider reported a failure without a reason.</summary>
    ProviderFailed,

    /// <summary>The recording of a live stream could not be written.</summary>
    NotRecorded,

    /// <summary>Processing failed repeatedly for a reason unrelated to the file.</summary>
    ServerFailed,
}
