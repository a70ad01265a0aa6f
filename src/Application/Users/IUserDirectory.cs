using VideoChat.Domain.Users;

namespace VideoChat.Application.Users;

/// <summary>Finds users from memory where it can: users never change, so what is remembered is true.</summary>
public interface IUserDirectory
{
    ValueTask<User?> FindAsync(Guid userId, CancellationToken cancellationToken);
}
