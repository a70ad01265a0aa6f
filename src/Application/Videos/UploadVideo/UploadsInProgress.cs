using System.Collections.Concurrent;
using VideoChat.Domain.Common;

namespace VideoChat.Application.Videos.UploadVideo;

/// <summary>The sessions that a file is on its way to: of two files at once the first has it.</summary>
public sealed class UploadsInProgress
{
    private readonly ConcurrentDictionary<Guid, bool> _uploads = new();

    public bool Contains(Guid uploadId) => _uploads.ContainsKey(uploadId);

    /// <exception cref="DomainException">Another file is on its way.</exception>
    public IDisposable Claim(Guid uploadId) => _uploads.TryAdd(uploadId, true)
        ? new Holder(this, uploadId)
        : throw new DomainException("Another file is being uploaded to this session.");

    private sealed class Holder(UploadsInProgress owner, Guid uploadId) : IDisposable
    {
        public void Dispose() => owner._uploads.TryRemove(uploadId, out _);
    }
}
