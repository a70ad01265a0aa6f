using VideoChat.Domain.Common;

namespace VideoChat.Application.Videos.UploadVideo;

/// <summary>
/// Tracks, across all machines, the upload sessions that a file is being transferred to. A session takes one transfer at a time.
/// </summary>
public interface IUploadsInProgress
{
    Task<bool> ContainsAsync(Guid uploadId, CancellationToken cancellationToken);

    /// <summary>Claims the session until the returned object is disposed or the machine is considered dead.</summary>
    /// <exception cref="DomainException">Another file is being transferred.</exception>
    Task<IAsyncDisposable> ClaimAsync(Guid uploadId, CancellationToken cancellationToken);
}
