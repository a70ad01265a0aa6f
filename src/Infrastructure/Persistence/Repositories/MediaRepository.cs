using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Persistence.Repositories;

/// <summary>What the repositories of videos and of live streams have in common.</summary>
internal abstract class MediaRepository<TMedia>(VideoChatDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
    where TMedia : class, IRoomMedia
{
    public Task<List<TMedia>> ListAsync(Guid roomId, Guid? after, int limit, CancellationToken cancellationToken) =>
        PageAsync(m => m.RoomId == roomId, after, limit, cancellationToken);

    public void Add(TMedia media) => unitOfWork.Enlist(
        log =>
        {
            log.Db.Add(media);
            log.Append(media.Announce(clock.UtcTimestamp()));
        },
        media.RoomId);

    // Loaded by the writer itself, which is alone: what was read before may be old.
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

    // A provider's ids do not sort by creation, so the order is by time; the cursor is an id, as everywhere.
    protected async Task<List<TMedia>> PageAsync(
        Expression<Func<TMedia, bool>> which, Guid? after, int limit, CancellationToken cancellationToken)
    {
        var page = db.Set<TMedia>().AsNoTracking().Where(which);
        if (after is { } id)
        {
            var createdAt = await db.Set<TMedia>()
                .Where(m => m.Id == id).Select(m => m.CreatedAt).FirstOrDefaultAsync(cancellationToken);
            page = page.Where(m => m.CreatedAt > createdAt || (m.CreatedAt == createdAt && m.Id > id));
        }
        return await page.OrderBy(m => m.CreatedAt).ThenBy(m => m.Id).Take(limit).ToListAsync(cancellationToken);
    }
}
