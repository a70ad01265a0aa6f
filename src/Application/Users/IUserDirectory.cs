using VideoChat.Domain.Users;

namespace VideoChat.Application.Users;

/// <summary>Finds users, from a cache if possible. Users never change, so a cached user is current.</summary>
public interface IUserDirectory
{
    ValueTask<User?> FindAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Returns the users that exist, by id. Those not in the cache are read in one query.</summary>
    ValueTask<IReadOnlyDictionary<Guid, User>> FindManyAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken);
}
