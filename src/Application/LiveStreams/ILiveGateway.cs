using VideoChat.Application.Videos;

namespace VideoChat.Application.LiveStreams;

/// <summary>
/// Our side of whoever takes an encoder's stream and shows it. Every method throws <see cref="VideoGatewayException"/> and
/// nothing else.
/// </summary>
public interface ILiveGateway
{
    /// <summary>Who it is, for the log.</summary>
    string Name { get; }

    /// <summary>Whether live streams can be created.</summary>
    bool IsEnabled => true;

    /// <summary>Makes a live stream that waits for its encoder.</summary>
    Task<ProviderLiveStream> CreateAsync(string title, CancellationToken cancellationToken);

    /// <summary>
    /// How far the stream is, after doing what the provider wants done: one whose picture has come is started. Null where
    /// the provider does not know the stream.
    /// </summary>
    Task<ProviderLiveStatus?> RefreshAsync(Guid streamId, CancellationToken cancellationToken);

    /// <summary>Ends the stream; one that has ended or is gone is no error.</summary>
    Task StopAsync(Guid streamId, CancellationToken cancellationToken);

    /// <summary>
    /// A sentence: why the stream's last encoder was rejected, or why the stream ended on its own; null if nothing is wrong, and for
    /// providers that do not say.
    /// </summary>
    string? ReasonOf(Guid streamId) => null;

    /// <summary>
    /// What was recorded of a stream that has ended; the same video each time until it is stored. Null if nothing was, and for providers
    /// that do not record.
    /// </summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="wasLive">The room was told that it is live. What nobody could see makes no video.</param>
    LiveRecordingResult? FinishRecording(Guid streamId, bool wasLive) => null;
}

/// <param name="VideoId">The video that the recording becomes.</param>
/// <param name="IsLost">Nothing could be written, so the video has failed.</param>
public sealed record LiveRecordingResult(Guid VideoId, bool IsLost);

public enum ProviderLiveStatus
{
    Waiting,
    Live,
    Ended,
    Failed,
}

/// <param name="Id">The provider's id, ours too.</param>
/// <param name="StreamKey">What the encoder proves itself by.</param>
/// <param name="PlaybackId">Names the playback.</param>
/// <param name="IngestUrl">
/// Where the encoder sends to, without the key. One that begins with ':' is a port of ours and gets its scheme and host
/// from the request: <c>:19350/live</c>.
/// </param>
/// <param name="PullUrl">Where viewers watch; one of ours is a path where <c>PublicBaseUrl</c> is not set.</param>
public sealed record ProviderLiveStream(Guid Id, string StreamKey, string PlaybackId, string IngestUrl, string PullUrl);
