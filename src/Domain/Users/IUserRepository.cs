namespace VideoChat.Domain.Users;

/// <summary>All users; they are never removed.</summary>
public interface IUserRepository
{
    Task<User?> FindAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>The users of these ids that exist, in no particular order.</summary>
    Task<List<User>> FindManyAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken);

    /// <summary>Users by id, so oldest first; only those after <paramref name="after"/>.</summary>
    Task<List<User>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken);

    void Add(User user);
}
