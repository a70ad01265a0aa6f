using VideoChat.Application.Common;
using VideoChat.Domain.Users;

namespace VideoChat.Application.Users;

internal static class UserDirectoryExtensions
{
    /// <summary>The user whom a request names as the creator; null if it names none.</summary>
    /// <exception cref="NotFoundException">There is no such user.</exception>
    public static async ValueTask<User?> FindCreatorAsync(
        this IUserDirectory users, Guid? userId, CancellationToken cancellationToken) =>
        userId is { } id
            ? await users.FindAsync(id, cancellationToken) ?? throw new NotFoundException("User")
            : null;
}
