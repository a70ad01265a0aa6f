using VideoChat.Domain.LiveStreams;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Persistence.Repositories;

internal sealed class LiveStreamRepository(VideoChatDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
    : MediaRepository<LiveStream>(db, unitOfWork, clock), ILiveStreamRepository
{
    public Task<LiveStream?> FindAsync(Guid roomId, Guid streamId, CancellationToken cancellationToken) =>
        FindAsync(s => s.Id == streamId && s.RoomId == roomId, cancellationToken);

    public Task<List<LiveStream>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        PageAsync(s => s.Status == LiveStreamStatus.Ready || s.Status == LiveStreamStatus.Live, after, limit, cancellationToken);
}
