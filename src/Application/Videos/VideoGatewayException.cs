namespace VideoChat.Application.Videos;

public enum VideoGatewayFailure
{
    /// <summary>The provider returned an error or an unexpected response (502).</summary>
    Failed,

    /// <summary>The provider is unavailable or does not support the operation (503).</summary>
    Unavailable,

    /// <summary>The provider did not respond in time (504).</summary>
    TimedOut,

    /// <summary>The video already has a file (409).</summary>
    AlreadyUploaded,

    /// <summary>The file is empty or its format is not supported (422).</summary>
    Refused,
}

/// <summary>
/// The exception that is thrown when a call to the video provider fails. The message is shown to clients, so it contains no key,
/// path or text of the provider.
/// </summary>
public sealed class VideoGatewayException(
    VideoGatewayFailure failure, string message, TimeSpan? retryAfter = null, Exception? cause = null)
    : Exception(message, cause)
{
    public VideoGatewayFailure Failure { get; } = failure;

    /// <summary>The delay before a retry, from the provider or the circuit breaker; null if neither gives one.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
