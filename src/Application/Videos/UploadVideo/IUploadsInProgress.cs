using VideoChat.Domain.Common;

namespace VideoChat.Application.Videos.UploadVideo;

/// <summary>The sessions that a file is on its way to, through whichever machine: of two files at once the first has it.</summary>
public interface IUploadsInProgress
{
    Task<bool> ContainsAsync(Guid uploadId, CancellationToken cancellationToken);

    /// <summary>Takes the session until what is returned is disposed of, or the machine is dead.</summary>
    /// <exception cref="DomainException">Another file is on its way.</exception>
    Task<IAsyncDisposable> ClaimAsync(Guid uploadId, CancellationToken cancellationToken);
}
