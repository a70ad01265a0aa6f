using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Videos;

/// <summary>
/// The gateway to the provider that stores and plays videos. It hides the provider's names, codes and JSON. Asynchronous methods
/// throw only <see cref="VideoGatewayException"/>, unless documented otherwise.
/// </summary>
public interface IVideoGateway
{
    MediaProvider Provider { get; }

    /// <summary>Indicates whether the circuit breaker is open, so that calls fail without reaching the provider.</summary>
    bool IsDegraded => false;

    /// <summary>
    /// Indicates whether the provider sends webhooks. The status in such a webhook takes precedence over an older status from the
    /// provider's API. If false, the status in a received webhook is ignored, because no provider sent it. The webhook then only
    /// causes a query.
    /// </summary>
    bool SendsWebhooks { get; }

    /// <summary>Creates a video without a file. Returns its id, which VideoChat uses too.</summary>
    Task<Guid> CreateAsync(string title, CancellationToken cancellationToken);

    /// <summary>Streams the file to the provider without buffering it. A failed upload can be retried.</summary>
    /// <param name="videoId">The video.</param>
    /// <param name="content">The file. It is read once, and not beyond <paramref name="length"/>.</param>
    /// <param name="length">The size of the file in bytes.</param>
    /// <param name="cancellationToken">Cancels the transfer.</param>
    /// <exception cref="IOException">The file ended early, or arrived too slowly (status 408).</exception>
    Task UploadAsync(Guid videoId, Stream content, long length, CancellationToken cancellationToken);

    /// <summary>Returns the state of a video; null if the provider does not know the video.</summary>
    Task<ProviderVideo?> FindAsync(Guid videoId, CancellationToken cancellationToken);

    /// <summary>Starts to process the uploaded file, unless the provider does so automatically.</summary>
    void BeginProcessing(Guid videoId)
    {
    }

    /// <summary>Deletes a video; does nothing if the video does not exist.</summary>
    Task DeleteAsync(Guid videoId, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the URLs of a ready video, signed if the provider requires it. A URL of this server is only a path while
    /// <c>PublicBaseUrl</c> is not set.
    /// </summary>
    VideoPlayback GetPlayback(Guid videoId);

    /// <summary>
    /// Returns the position in the processing queue, from 1; null if the video is not queued or the position is unknown.
    /// </summary>
    int? QueuePositionOf(Guid videoId);

    /// <summary>Indicates whether files can be uploaded directly to the provider with tus.</summary>
    bool SupportsTus => false;

    /// <summary>Returns the data for a tus upload directly to the provider; null if the provider does not support tus.</summary>
    TusUpload? GetTusUpload(Guid videoId);
}

public enum ProviderVideoStatus
{
    Empty,
    Processing,
    Ready,
    Failed,
}

/// <param name="Status">The state of the video at the provider.</param>
/// <param name="EncodeProgress">The progress of processing, 0 to 100.</param>
/// <param name="DurationSeconds">The duration; null until known.</param>
/// <param name="Sha256">The hash of the received file in upper-case hexadecimal; null if the provider does not report it.</param>
/// <param name="Failure">Why the video failed; null if it has not failed or the reason is unknown.</param>
public sealed record ProviderVideo(
    ProviderVideoStatus Status, int EncodeProgress, double? DurationSeconds, string? Sha256, VideoFailure? Failure = null);

/// <param name="PlaybackUrl">The URL that a player opens.</param>
/// <param name="ThumbnailUrl">The URL of the thumbnail; null if there is none.</param>
public sealed record VideoPlayback(string PlaybackUrl, string? ThumbnailUrl);

/// <summary>The data for a tus 1.0.0 upload directly to the provider.</summary>
/// <param name="Endpoint">The URL at which uploads are created.</param>
/// <param name="Headers">The headers of each request of the upload.</param>
public sealed record TusUpload([Url] string Endpoint, IReadOnlyDictionary<string, string> Headers);
