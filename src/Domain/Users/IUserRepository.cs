namespace VideoChat.Domain.Users;

public interface IUserRepository
{
    Task<User?> FindAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Those of many that exist, in no order.</summary>
    Task<List<User>> FindManyAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken);

    /// <summary>Users by id, which is the order in which they came; only those behind <paramref name="after"/>.</summary>
    Task<List<User>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken);

    void Add(User user);
}
