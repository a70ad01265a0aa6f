namespace VideoChat.Domain.Rooms;

/// <summary>All rooms. They are never removed.</summary>
public interface IRoomRepository
{
    Task<Room?> FindAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>Lists rooms by id, which is oldest first, after <paramref name="after"/>.</summary>
    Task<List<Room>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken);

    void Add(Room room);
}
