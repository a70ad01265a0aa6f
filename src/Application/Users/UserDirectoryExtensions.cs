using VideoChat.Application.Common;
using VideoChat.Domain.Users;

namespace VideoChat.Application.Users;

internal static class UserDirectoryExtensions
{
    /// <summary>Finds the creator that a request names; returns null if the request names none.</summary>
    /// <exception cref="NotFoundException">The user does not exist.</exception>
    public static async ValueTask<User?> FindCreatorAsync(
        this IUserDirectory users, Guid? userId, CancellationToken cancellationToken) =>
        userId is { } id
            ? await users.FindAsync(id, cancellationToken) ?? throw new NotFoundException("User")
            : null;
}
