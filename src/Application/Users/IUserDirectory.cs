using VideoChat.Domain.Users;

namespace VideoChat.Application.Users;

/// <summary>Finds users and caches them. Users never change, so a cached user is current.</summary>
public interface IUserDirectory
{
    ValueTask<User?> FindAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Returns the users that exist, by id. One query reads all users that are not cached.</summary>
    ValueTask<IReadOnlyDictionary<Guid, User>> FindManyAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken);
}
