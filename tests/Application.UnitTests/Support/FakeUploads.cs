using VideoChat.Application.Videos.UploadVideo;
using VideoChat.Domain.Common;

namespace VideoChat.Application.UnitTests.Support;

/// <summary>The uploads in progress in one process.</summary>
internal sealed class FakeUploads : IUploadsInProgress
{
    public HashSet<Guid> InProgress { get; } = [];

    public Task<bool> ContainsAsync(Guid uploadId, CancellationToken cancellationToken) => Task.FromResult(InProgress.Contains(uploadId));

    public Task<IAsyncDisposable> ClaimAsync(Guid uploadId, CancellationToken cancellationToken) => InProgress.Add(uploadId)
        ? Task.FromResult<IAsyncDisposable>(new Claim(() => InProgress.Remove(uploadId)))
        : throw new DomainException("Another file is on its way.");

    private sealed class Claim(Action end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            end();
            return ValueTask.CompletedTask;
        }
    }
}
