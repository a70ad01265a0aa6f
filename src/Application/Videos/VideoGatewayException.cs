namespace VideoChat.Application.Videos;

public enum VideoGatewayFailure
{
    /// <summary>The provider answered with an error, or not in its language: 502.</summary>
    Failed,

    /// <summary>The provider cannot be used now, or not for this: 503.</summary>
    Unavailable,

    /// <summary>The provider did not answer in time: 504.</summary>
    TimedOut,

    /// <summary>The place holds a file already: 409.</summary>
    AlreadyUploaded,

    /// <summary>The file is not one that the provider could make a video of, as its first bytes show: 422.</summary>
    Refused,
}

/// <summary>
/// The video provider could not do what was asked. The message is a sentence for clients; it carries no key, no path and
/// none of the provider's own words.
/// </summary>
public sealed class VideoGatewayException(
    VideoGatewayFailure failure, string message, TimeSpan? retryAfter = null, Exception? cause = null)
    : Exception(message, cause)
{
    public VideoGatewayFailure Failure { get; } = failure;

    /// <summary>How long to wait, where the provider or the circuit says.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
