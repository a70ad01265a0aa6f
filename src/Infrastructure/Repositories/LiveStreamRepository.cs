using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

internal sealed class LiveStreamRepository(VideoChatDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
    : MediaRepository<LiveStream>(db, unitOfWork, clock), ILiveStreamRepository
{
    private readonly UnitOfWork _unitOfWork = unitOfWork;

    public Task<LiveStream?> FindAsync(Guid roomId, Guid streamId, CancellationToken cancellationToken) =>
        FindAsync(s => s.Id == streamId && s.RoomId == roomId, cancellationToken);

    public Task<List<LiveStream>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        PageAsync(s => s.Status == LiveStreamStatus.Ready || s.Status == LiveStreamStatus.Live, after, limit, cancellationToken);

    public void EndRecorded(
        LiveStream stream, Func<LiveStream, LiveStreamEvent?> change, Func<LiveStream, Video> record, VideoFailure? failure) =>
        _unitOfWork.Enlist(
            log =>
            {
                var current = log.Db.LiveStreams.First(s => s.Id == stream.Id);
                if (change(current) is not { } ended)
                    return;
                log.Append(ended);
                var video = record(current);
                log.Db.Add(video);
                log.Append(video.Announce(ended.Timestamp));
                if (failure is { } why && video.Fail(why, ended.Timestamp) is { } failed)
                    log.Append(failed);
            },
            stream.RoomId);
}
