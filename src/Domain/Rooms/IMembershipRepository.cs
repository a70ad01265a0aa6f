namespace VideoChat.Domain.Rooms;

/// <summary>Who has joined which room; not who is connected.</summary>
public interface IMembershipRepository
{
    Task<bool> ExistsAsync(Guid roomId, Guid userId, CancellationToken cancellationToken);

    /// <summary>How many members a room has, at the same cost for any number.</summary>
    Task<int> CountAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>The first <paramref name="limit"/> members of a room, in the order in which they joined.</summary>
    Task<List<Guid>> ListOldestAsync(Guid roomId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The same for every room whose id is between two others, both included, in one statement that reads no more than it returns.
    /// </summary>
    Task<ILookup<Guid, Guid>> ListOldestAsync(Guid firstRoomId, Guid lastRoomId, int limit, CancellationToken cancellationToken);

    /// <summary>Adds the membership; one that exists stays as it is.</summary>
    void Add(Membership membership);

    /// <summary>Removes the membership; one that does not exist is no error.</summary>
    void Remove(Guid roomId, Guid userId);
}
