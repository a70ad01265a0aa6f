using VideoChat.Application.Videos;

namespace VideoChat.Application.LiveStreams;

/// <summary>The gateway to the provider of live streams. All methods throw only <see cref="VideoGatewayException"/>.</summary>
public interface ILiveGateway
{
    MediaProvider Provider { get; }

    /// <summary>Why there is no provider although one is configured, for the server's log; otherwise null.</summary>
    string? DisabledReason => null;

    Task<ProviderLiveStream> CreateAsync(string title, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the stream's status; null if the provider does not know the stream. If the provider does not start streams
    /// automatically, the call starts a stream whose encoder sends video.
    /// </summary>
    Task<ProviderLiveStatus?> RefreshAsync(Guid streamId, CancellationToken cancellationToken);

    /// <summary>Ends the stream; does nothing if the stream has ended or does not exist.</summary>
    Task StopAsync(Guid streamId, CancellationToken cancellationToken);

    /// <summary>
    /// Returns a sentence that says why the encoder was rejected or why the stream ended unexpectedly; null if the provider
    /// reports no reason.
    /// </summary>
    string? ReasonOf(Guid streamId) => null;

    /// <summary>
    /// Completes the recording of an ended stream. Every call returns the same video until it is stored. The result is null if
    /// the provider did not record the stream.
    /// </summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="wasLive">Whether the stream was ever live. A stream that was never live has no recording.</param>
    LiveRecordingResult? FinishRecording(Guid streamId, bool wasLive) => null;
}

/// <param name="VideoId">The id of the video that the recording becomes.</param>
/// <param name="IsLost">Whether the recording could not be written. Its video then has the status failed.</param>
public sealed record LiveRecordingResult(Guid VideoId, bool IsLost);

public enum ProviderLiveStatus
{
    Waiting,
    Live,
    Ended,
    Failed,
}

/// <param name="Id">The provider's id, which is also the id of the stream.</param>
/// <param name="StreamKey">The encoder's credential.</param>
/// <param name="PlaybackId">The provider's id of the playback.</param>
/// <param name="IngestUrl">
/// The URL to which the encoder sends, without the key. A value such as <c>:19350/live</c> is a port of this server; the host of
/// the request completes it.
/// </param>
/// <param name="PullUrl">
/// The URL of the playlist; only a path if this server serves the playlist and <c>PublicBaseUrl</c> is not set.
/// </param>
public sealed record ProviderLiveStream(Guid Id, string StreamKey, string PlaybackId, string IngestUrl, string PullUrl);
