namespace VideoChat.Application.Videos;

public enum VideoGatewayFailure
{
    /// <summary>The provider returned an error or an unexpected response: 502.</summary>
    Failed,

    /// <summary>The provider cannot be used, at the moment or for this operation: 503.</summary>
    Unavailable,

    /// <summary>The provider did not respond in time: 504.</summary>
    TimedOut,

    /// <summary>The video already has a file: 409.</summary>
    AlreadyUploaded,

    /// <summary>The first bytes show a file that the provider does not support: 422.</summary>
    Refused,
}

/// <summary>
/// A call to the video provider failed. The message is a sentence for clients; it contains no key, path or text of the provider.
/// </summary>
public sealed class VideoGatewayException(
    VideoGatewayFailure failure, string message, TimeSpan? retryAfter = null, Exception? cause = null)
    : Exception(message, cause)
{
    public VideoGatewayFailure Failure { get; } = failure;

    /// <summary>The time to wait before a retry, if the provider or the circuit breaker gives one.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
