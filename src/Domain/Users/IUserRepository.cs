namespace VideoChat.Domain.Users;

/// <summary>All users. They are never removed.</summary>
public interface IUserRepository
{
    Task<User?> FindAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Returns the users with these ids that exist, in no particular order.</summary>
    Task<List<User>> FindManyAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken);

    /// <summary>Lists users by id, which is oldest first, after <paramref name="after"/>.</summary>
    Task<List<User>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken);

    void Add(User user);
}
