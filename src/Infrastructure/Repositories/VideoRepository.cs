using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

internal sealed class VideoRepository(VideoChatDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
    : MediaRepository<Video>(db, unitOfWork, clock), IVideoRepository
{
    public Task<Video?> FindAsync(Guid videoId, CancellationToken cancellationToken) =>
        FindAsync(v => v.Id == videoId, cancellationToken);

    public Task<List<Video>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        PageAsync(v => v.Status == VideoStatus.Pending || v.Status == VideoStatus.Processing, after, limit, cancellationToken);
}
