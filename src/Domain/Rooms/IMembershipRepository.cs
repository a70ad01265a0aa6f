namespace VideoChat.Domain.Rooms;

/// <summary>Stores the members of rooms. Membership is durable; presence lists who is connected.</summary>
public interface IMembershipRepository
{
    Task<bool> ExistsAsync(Guid roomId, Guid userId, CancellationToken cancellationToken);

    /// <summary>Lists the first members of a room in the order in which they joined.</summary>
    Task<List<Guid>> ListOldestAsync(Guid roomId, int limit, CancellationToken cancellationToken);

    /// <summary>Lists the first members of every room in an inclusive range of ids, with one statement.</summary>
    Task<ILookup<Guid, Guid>> ListOldestAsync(Guid firstRoomId, Guid lastRoomId, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a membership; does nothing if it exists.</summary>
    void Add(Membership membership);

    /// <summary>Removes a membership; does nothing if it does not exist.</summary>
    void Remove(Guid roomId, Guid userId);
}
