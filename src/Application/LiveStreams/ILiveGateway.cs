using VideoChat.Application.Videos;

namespace VideoChat.Application.LiveStreams;

/// <summary>
/// The gateway to the provider that receives an encoder's stream and plays it. Every method throws only
/// <see cref="VideoGatewayException"/>.
/// </summary>
public interface ILiveGateway
{
    /// <summary>The provider's name, for the log.</summary>
    string Name { get; }

    /// <summary>Whether live streams can be created.</summary>
    bool IsEnabled => true;

    /// <summary>Creates a live stream that waits for its encoder.</summary>
    Task<ProviderLiveStream> CreateAsync(string title, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the stream's status, or null if the provider does not know the stream. Starts a stream whose encoder sends video, if the
    /// provider requires that.
    /// </summary>
    Task<ProviderLiveStatus?> RefreshAsync(Guid streamId, CancellationToken cancellationToken);

    /// <summary>Ends the stream. A stream that has ended or does not exist is no error.</summary>
    Task StopAsync(Guid streamId, CancellationToken cancellationToken);

    /// <summary>
    /// Returns a sentence that says why the stream's last encoder was rejected or why the stream ended without a stop; null if nothing is
    /// wrong or the provider does not report reasons.
    /// </summary>
    string? ReasonOf(Guid streamId) => null;

    /// <summary>
    /// Returns the recording of an ended stream, the same video on each call until it is stored; null if there is none or the provider does
    /// not record.
    /// </summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="wasLive">Whether the room saw the stream live. A stream that was never live has no recording.</param>
    LiveRecordingResult? FinishRecording(Guid streamId, bool wasLive) => null;
}

/// <param name="VideoId">The id of the video that the recording becomes.</param>
/// <param name="IsLost">Whether nothing could be written, so that the video has failed.</param>
public sealed record LiveRecordingResult(Guid VideoId, bool IsLost);

public enum ProviderLiveStatus
{
    Waiting,
    Live,
    Ended,
    Failed,
}

/// <param name="Id">The provider's id, also used as the stream's id.</param>
/// <param name="StreamKey">The encoder's credential.</param>
/// <param name="PlaybackId">Identifies the playback.</param>
/// <param name="IngestUrl">
/// The URL that the encoder sends to, without the key. A value like <c>:19350/live</c> is a port of this server; the request supplies
/// scheme and host.
/// </param>
/// <param name="PullUrl">The URL of the playlist. It is a path if this server serves it and <c>PublicBaseUrl</c> is not set.</param>
public sealed record ProviderLiveStream(Guid Id, string StreamKey, string PlaybackId, string IngestUrl, string PullUrl);
