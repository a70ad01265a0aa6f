namespace VideoChat.Domain.Users;

/// <summary>Stores users. Users are never removed.</summary>
public interface IUserRepository
{
    Task<User?> FindAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Returns the users with these ids, in no particular order. Unknown ids are left out.</summary>
    Task<List<User>> FindManyAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken);

    /// <summary>Lists the users that follow <paramref name="after"/>, oldest first.</summary>
    Task<List<User>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken);

    void Add(User user);
}
