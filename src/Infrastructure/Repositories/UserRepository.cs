using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Repositories;

internal sealed class UserRepository(VideoChatDbContext db, UnitOfWork unitOfWork) : IUserRepository
{
    public Task<User?> FindAsync(Guid userId, CancellationToken cancellationToken) =>
        db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == userId, cancellationToken);

    public Task<List<User>> FindManyAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
        db.Users.AsNoTracking().Where(u => userIds.Contains(u.Id)).ToListAsync(cancellationToken);

    public Task<List<User>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        var users = db.Users.AsNoTracking();
        // The condition is added only if needed, because a single query with an OR would make the database scan the table.
        if (after is { } id)
            users = users.Where(u => u.Id > id);
        return users.OrderBy(u => u.Id).Take(limit).ToListAsync(cancellationToken);
    }

    public void Add(User user) => unitOfWork.Enlist(log =>
    {
        log.Execute("INSERT INTO users (id, username, joined_at) VALUES ($1, $2, $3)", user.Id, user.Username, user.JoinedAt);
        log.Raise(new UserCreated(user.Id));
    });
}
