namespace VideoChat.Domain.Videos;

/// <summary>Why a video failed. The names are stored: a name may be added, never changed.</summary>
public enum VideoFailure
{
    /// <summary>The file has no video track.</summary>
    NoVideoTrack,

    /// <summary>The file is incomplete or broken, or is not a video.</summary>
    Damaged,

    /// <summary>The video uses a codec that cannot be decoded here.</summary>
    UnsupportedCodec,

    /// <summary>The video lasts longer than is allowed.</summary>
    TooLong,

    /// <summary>The decoded video is too large: its picture, its frame rate, or what processing would write.</summary>
    TooLarge,

    /// <summary>Processing took longer than is allowed.</summary>
    TookTooLong,

    /// <summary>The upload session expired without a file.</summary>
    Expired,

    /// <summary>The file that arrived at the provider is not the file that was sent.</summary>
    Altered,

    /// <summary>The file is no longer stored at the provider.</summary>
    Lost,

    /// <summary>The provider says that the video failed, without a reason.</summary>
    ProviderFailed,

    /// <summary>The recording of a live stream could not be written.</summary>
    NotRecorded,

    /// <summary>Processing failed repeatedly for a reason that is not in the file.</summary>
    ServerFailed,
}
