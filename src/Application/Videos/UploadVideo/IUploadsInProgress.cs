using VideoChat.Domain.Common;

namespace VideoChat.Application.Videos.UploadVideo;

/// <summary>Tracks the upload sessions that are receiving a file, on all machines. A session receives one file at a time.</summary>
public interface IUploadsInProgress
{
    Task<bool> ContainsAsync(Guid uploadId, CancellationToken cancellationToken);

    /// <summary>Claims the session until the returned object is disposed or this machine is considered dead.</summary>
    /// <exception cref="DomainException">The session is receiving another file.</exception>
    Task<IAsyncDisposable> ClaimAsync(Guid uploadId, CancellationToken cancellationToken);
}
