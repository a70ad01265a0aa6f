using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

internal abstract class MediaRepository<TMedia>(VideoChatDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
    where TMedia : class, IRoomMedia
{
    public async Task<List<TMedia>> ListAsync(Guid roomId, Guid? after, int limit, CancellationToken cancellationToken)
    {
        var (found, content) = (new List<TMedia>(), 0L);
        var page = await QueryAsync(m => m.RoomId == roomId, after, limit, cancellationToken);
        await foreach (var media in page.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            found.Add(media);
            content += media.ContentLength;
            if (content >= IRoomEventRepository.MaxPageContent)
                break;
        }
        return found;
    }

    public void Add(TMedia media) => unitOfWork.Enlist(
        log =>
        {
            log.Db.Add(media);
            log.Append(media.Announce(clock.UtcTimestamp()));
        },
        media.RoomId);

    // The caller's copy may be stale, so the row is read again by the room log's thread, the only one that changes rows.
    public void Change(TMedia media, Func<TMedia, RoomEvent?> change) => unitOfWork.Enlist(
        log =>
        {
            var current = log.Db.Set<TMedia>().First(m => m.Id == media.Id);
            if (change(current) is { } milestone)
                log.Append(milestone);
        },
        media.RoomId);

    protected Task<TMedia?> FindAsync(Expression<Func<TMedia, bool>> which, CancellationToken cancellationToken) =>
        db.Set<TMedia>().AsNoTracking().FirstOrDefaultAsync(which, cancellationToken);

    protected async Task<List<TMedia>> PageAsync(
        Expression<Func<TMedia, bool>> which, Guid? after, int limit, CancellationToken cancellationToken) =>
        await (await QueryAsync(which, after, limit, cancellationToken)).ToListAsync(cancellationToken);

    // Ids that a provider assigns are not in order of creation, so the order is by time first.
    private async Task<IQueryable<TMedia>> QueryAsync(
        Expression<Func<TMedia, bool>> which, Guid? after, int limit, CancellationToken cancellationToken)
    {
        var page = db.Set<TMedia>().AsNoTracking().Where(which);
        if (after is { } id)
        {
            var createdAt = await db.Set<TMedia>()
                .Where(m => m.Id == id).Select(m => m.CreatedAt).FirstOrDefaultAsync(cancellationToken);
            page = page.Where(m => m.CreatedAt > createdAt || (m.CreatedAt == createdAt && m.Id > id));
        }
        return page.OrderBy(m => m.CreatedAt).ThenBy(m => m.Id).Take(limit);
    }
}
