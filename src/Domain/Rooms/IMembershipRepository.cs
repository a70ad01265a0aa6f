namespace VideoChat.Domain.Rooms;

/// <summary>Who has joined which room; not who is connected.</summary>
public interface IMembershipRepository
{
    Task<bool> ExistsAsync(Guid roomId, Guid userId, CancellationToken cancellationToken);

    /// <summary>The members of a room in the order in which they joined.</summary>
    Task<List<Guid>> ListUsersAsync(Guid roomId, CancellationToken cancellationToken);

    /// <summary>The members of several rooms in one statement, each room's in the order in which they joined.</summary>
    Task<ILookup<Guid, Guid>> ListUsersAsync(IReadOnlyCollection<Guid> roomIds, CancellationToken cancellationToken);

    /// <summary>Adds the membership; one that exists stays as it is.</summary>
    void Add(Membership membership);

    /// <summary>Removes the membership; one that does not exist is no error.</summary>
    void Remove(Guid roomId, Guid userId);
}
