using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Videos;

/// <summary>
/// The gateway to the provider that stores and plays videos. It uses VideoChat's terms and hides the provider's names, numbers and JSON.
/// Asynchronous methods throw only <see cref="VideoGatewayException"/>, unless documented otherwise.
/// </summary>
public interface IVideoGateway
{
    MediaProvider Provider { get; }

    /// <summary>Whether calls fail at the moment without reaching the provider, because earlier ones failed.</summary>
    bool IsDegraded => false;

    /// <summary>
    /// Whether the provider sends webhooks. If it does, their status is used while its API still returns an older one. If not, a webhook
    /// cannot be authentic and only causes a query.
    /// </summary>
    bool SendsWebhooks { get; }

    /// <summary>Creates a video without a file and returns its id, which is also the id in VideoChat.</summary>
    Task<Guid> CreateAsync(string title, CancellationToken cancellationToken);

    /// <summary>
    /// Streams the file to the provider without buffering it in memory. After an exception the upload can be tried again.
    /// </summary>
    /// <param name="videoId">The video.</param>
    /// <param name="content">The file; read once, and never beyond <paramref name="length"/>.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <param name="cancellationToken">Cancels the transfer.</param>
    /// <exception cref="IOException">The file ended early or arrived too slowly (then with status 408).</exception>
    Task UploadAsync(Guid videoId, Stream content, long length, CancellationToken cancellationToken);

    /// <summary>Returns the state of a video, or null if the provider does not know it. Changes nothing.</summary>
    Task<ProviderVideo?> FindAsync(Guid videoId, CancellationToken cancellationToken);

    /// <summary>
    /// Starts to process the file that the provider has, unless it is being processed. Providers that start automatically do nothing.
    /// </summary>
    void BeginProcessing(Guid videoId)
    {
    }

    /// <summary>Deletes the video. A video that does not exist is no error.</summary>
    Task DeleteAsync(Guid videoId, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the URLs of a ready video, signed if the provider requires that. A URL of this server is a path if <c>PublicBaseUrl</c> is
    /// not set.
    /// </summary>
    VideoPlayback GetPlayback(Guid videoId);

    /// <summary>
    /// Returns the position in the processing queue, 1 for the next video; null if the video does not wait or the provider does not report
    /// it.
    /// </summary>
    int? QueuePositionOf(Guid videoId);

    /// <summary>Returns what a browser needs to upload straight to the provider; null if that is not supported.</summary>
    TusUpload? GetTusUpload(Guid videoId);
}

public enum ProviderVideoStatus
{
    /// <summary>The provider has no file.</summary>
    Empty,
    Processing,
    Ready,
    Failed,
}

/// <param name="Status">The state of the video at the provider.</param>
/// <param name="EncodeProgress">0 to 100.</param>
/// <param name="DurationSeconds">Null until known.</param>
/// <param name="Sha256">The hash of the file that arrived, upper-case hexadecimal; null if the provider does not report it.</param>
/// <param name="Failure">Why it failed; null if it has not failed or the provider does not say.</param>
public sealed record ProviderVideo(
    ProviderVideoStatus Status, int EncodeProgress, double? DurationSeconds, string? Sha256, VideoFailure? Failure = null);

/// <param name="PlaybackUrl">The URL that a player opens.</param>
/// <param name="ThumbnailUrl">The URL of a picture; null if there is none.</param>
public sealed record VideoPlayback(string PlaybackUrl, string? ThumbnailUrl);

/// <summary>A resumable upload straight to the provider (tus 1.0.0).</summary>
/// <param name="Endpoint">The URL at which uploads are created.</param>
/// <param name="Headers">Headers to send with every request of the upload.</param>
public sealed record TusUpload([Url] string Endpoint, IReadOnlyDictionary<string, string> Headers);
