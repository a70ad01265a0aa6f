using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Videos;

/// <summary>
/// Our side of whoever keeps and plays videos. It speaks our words; the provider's names, numbers and JSON stay behind it.
/// Every method but the pure ones throws <see cref="VideoGatewayException"/> and nothing else.
/// </summary>
public interface IVideoGateway
{
    /// <summary>bunny, local or disabled.</summary>
    string Name { get; }

    /// <summary>enabled, disabled or degraded (its circuit is open): what <c>/health</c> says.</summary>
    string State { get; }

    /// <summary>
    /// Whether it sends webhooks, whose word is taken where its own answer lags behind. Where it does not, a webhook is
    /// somebody's invention, and at most a reason to look.
    /// </summary>
    bool SendsWebhooks { get; }

    /// <summary>Makes a place for a video and returns its id, which is ours too.</summary>
    Task<Guid> CreateAsync(string title, CancellationToken cancellationToken);

    /// <summary>
    /// Carries the file to the provider, as it comes: nothing is kept in memory. Where it throws, the place is open for
    /// another try.
    /// </summary>
    /// <param name="videoId">The video.</param>
    /// <param name="content">The file; read once, never beyond <paramref name="length"/>.</param>
    /// <param name="length">Its size in bytes.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <exception cref="IOException">
    /// The file broke off: fewer bytes came than were promised, or they came too slowly (then with the status 408).
    /// </exception>
    Task UploadAsync(Guid videoId, Stream content, long length, CancellationToken cancellationToken);

    /// <summary>How far the provider is; null if it does not know the video. Changes nothing.</summary>
    Task<ProviderVideo?> FindAsync(Guid videoId, CancellationToken cancellationToken);

    /// <summary>
    /// Has the provider process the file that it holds, if nothing processes it yet. Providers that begin on their own have nothing to do.
    /// </summary>
    void BeginProcessing(Guid videoId)
    {
    }

    /// <summary>Removes the video; one that is gone is no error.</summary>
    Task DeleteAsync(Guid videoId, CancellationToken cancellationToken);

    /// <summary>
    /// Where a ready video is watched, as it may be given out now: signed where the provider wants that. A URL of ours is
    /// a path where <c>PublicBaseUrl</c> is not set.
    /// </summary>
    VideoPlayback GetPlayback(Guid videoId);

    /// <summary>The place of a video among those that wait to be processed, 1 for the next; null if it does not wait, or the provider does not say.</summary>
    int? QueuePositionOf(Guid videoId);

    /// <summary>What a browser needs to send the file to the provider itself; null where that is not possible.</summary>
    TusUpload? GetTusUpload(Guid videoId);
}

public enum ProviderVideoStatus
{
    /// <summary>No file yet.</summary>
    Empty,
    Processing,
    Ready,
    Failed,
}

/// <param name="Status">How far it is.</param>
/// <param name="EncodeProgress">0 to 100.</param>
/// <param name="DurationSeconds">Null until known.</param>
/// <param name="Sha256">Of the file that arrived, upper-case hexadecimal; null where the provider does not say.</param>
/// <param name="Failure">Why it failed; null if it has not, or if the provider does not say.</param>
public sealed record ProviderVideo(
    ProviderVideoStatus Status, int EncodeProgress, double? DurationSeconds, string? Sha256, VideoFailure? Failure = null);

/// <param name="PlaybackUrl">What a player opens.</param>
/// <param name="ThumbnailUrl">A picture of it; null where there is none.</param>
public sealed record VideoPlayback(string PlaybackUrl, string? ThumbnailUrl);

/// <summary>A resumable upload straight to the provider (tus 1.0.0).</summary>
/// <param name="Endpoint">Where uploads are created.</param>
/// <param name="Headers">Sent with every request of the upload.</param>
public sealed record TusUpload([Url] string Endpoint, IReadOnlyDictionary<string, string> Headers);
