namespace VideoChat.Domain.Rooms;

/// <summary>All rooms; they are never removed.</summary>
public interface IRoomRepository
{
    Task<Room?> FindAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>Rooms by id, so oldest first; only those after <paramref name="after"/>.</summary>
    Task<List<Room>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken);

    void Add(Room room);
}
