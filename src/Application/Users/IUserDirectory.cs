using VideoChat.Domain.Users;

namespace VideoChat.Application.Users;

/// <summary>Finds users from memory where it can: users never change, so what is remembered is true.</summary>
public interface IUserDirectory
{
    ValueTask<User?> FindAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>Those of many that exist, by id; what is not in memory is read in one go.</summary>
    ValueTask<IReadOnlyDictionary<Guid, User>> FindManyAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken);
}
