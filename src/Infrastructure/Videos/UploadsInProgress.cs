using VideoChat.Application.Videos.UploadVideo;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Videos;

internal sealed class UploadsInProgress(IDatabaseDialect database) : IUploadsInProgress
{
    public Task<bool> ContainsAsync(Guid uploadId, CancellationToken cancellationToken) =>
        database.IsClaimedAsync(Job.Upload, uploadId, cancellationToken);

    public async Task<IAsyncDisposable> ClaimAsync(Guid uploadId, CancellationToken cancellationToken)
    {
        var claim = database.CreateClaim(Job.Upload, uploadId);
        return await claim.HoldAsync(cancellationToken)
            ? claim
            : throw new DomainException("Another file is being uploaded to this session.");
    }
}
