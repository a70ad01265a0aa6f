namespace VideoChat.Domain.Rooms;

public interface IRoomRepository
{
    Task<Room?> FindAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>Rooms by id, which is the order in which they came; only those behind <paramref name="after"/>.</summary>
    Task<List<Room>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken);

    void Add(Room room);
}
