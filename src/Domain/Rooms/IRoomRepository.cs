namespace VideoChat.Domain.Rooms;

/// <summary>Stores rooms. Rooms are never removed.</summary>
public interface IRoomRepository
{
    Task<Room?> FindAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>Lists the rooms that follow <paramref name="after"/>, oldest first.</summary>
    Task<List<Room>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken);

    void Add(Room room);
}
