using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Persistence.Repositories;

internal sealed class RoomEventRepository(VideoChatDbContext db) : IRoomEventRepository
{
    public Task<long> GetLastSeqAsync(Guid roomId, CancellationToken cancellationToken) =>
        db.Rooms.Where(r => r.Id == roomId).Select(r => r.LastSeq).FirstOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyDictionary<Guid, long>> GetLastSeqsAsync(
        IReadOnlyCollection<Guid> roomIds, CancellationToken cancellationToken) =>
        await db.Rooms
            .Where(r => roomIds.Contains(r.Id))
            .Select(r => new { r.Id, r.LastSeq })
            .ToDictionaryAsync(r => r.Id, r => r.LastSeq, cancellationToken);

    public Task<long?> FindMessageSeqAsync(Guid roomId, Guid messageId, CancellationToken cancellationToken) =>
        db.Messages
            .Where(m => m.Id == messageId && m.RoomId == roomId)
            .Select(m => (long?)m.Seq)
            .FirstOrDefaultAsync(cancellationToken);

    public Task<List<RoomEvent>> ListAfterAsync(
        Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken) =>
        db.RoomEvents
            .AsNoTracking()
            .Where(e => e.RoomId == roomId && e.Seq > afterSeq)
            .OrderBy(e => e.Seq)
            .Take(limit)
            .ToListAsync(cancellationToken);

    public Task<List<Message>> ListMessagesAfterAsync(
        Guid roomId, long afterSeq, int limit, CancellationToken cancellationToken) =>
        db.Messages
            .AsNoTracking()
            .Where(m => m.RoomId == roomId && m.Seq > afterSeq)
            .OrderBy(m => m.Seq)
            .Take(limit)
            .ToListAsync(cancellationToken);

    public Task<List<Message>> ListMessagesBeforeAsync(
        Guid roomId, long beforeSeq, int limit, CancellationToken cancellationToken) =>
        db.Messages
            .AsNoTracking()
            .Where(m => m.RoomId == roomId && m.Seq < beforeSeq)
            .OrderByDescending(m => m.Seq)
            .Take(limit)
            .ToListAsync(cancellationToken);
}
