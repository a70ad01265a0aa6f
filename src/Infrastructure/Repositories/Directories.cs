using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Rooms;
using VideoChat.Application.Users;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Infrastructure.Repositories;

/// <summary>Caches users, so that sending a message needs no query.</summary>
internal sealed class UserDirectory(IServiceScopeFactory scopes) : Directory<User>, IUserDirectory, IRoomCache
{
    private const int MaxPerQuery = 500;

    public async ValueTask<IReadOnlyDictionary<Guid, User>> FindManyAsync(
        IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        var users = new Dictionary<Guid, User>(userIds.Count);
        var unknown = new List<Guid>();
        foreach (var userId in userIds)
        {
            if (Recall(userId) is { } user)
                users[userId] = user;
            else
                unknown.Add(userId);
        }
        foreach (var some in unknown.Chunk(MaxPerQuery))
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var user in await scope.ServiceProvider.GetRequiredService<IUserRepository>().FindManyAsync(some, cancellationToken))
            {
                Keep(user.Id, user);
                users[user.Id] = user;
            }
        }
        return users;
    }

    // The database may have lost any of the newest users.
    public void Forget(Guid roomId) => ForgetAll();

    protected override async Task<User?> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUserRepository>().FindAsync(id, cancellationToken);
    }
}

internal sealed class RoomDirectory(IServiceScopeFactory scopes) : Directory<Room>, IRoomDirectory, IRoomCache
{
    public void Forget(Guid roomId) => ForgetEntry(roomId);

    protected override async Task<Room?> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IRoomRepository>().FindAsync(id, cancellationToken);
    }
}

internal abstract class Directory<TEntity> : IDisposable
    where TEntity : class
{
    private const int MaxEntries = 100_000;

    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = MaxEntries });

    public ValueTask<TEntity?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        Recall(id) is { } entity ? ValueTask.FromResult<TEntity?>(entity) : FindAndKeepAsync(id, cancellationToken);

    public void Dispose() => _entries.Dispose();

    protected TEntity? Recall(Guid id) => _entries.Get<TEntity>(id);

    protected void Keep(Guid id, TEntity entity) => _entries.Set(id, entity, new MemoryCacheEntryOptions { Size = 1 });

    protected void ForgetEntry(Guid id) => _entries.Remove(id);

    protected void ForgetAll() => _entries.Clear();

    protected abstract Task<TEntity?> ReadAsync(Guid id, CancellationToken cancellationToken);

    private async ValueTask<TEntity?> FindAndKeepAsync(Guid id, CancellationToken cancellationToken)
    {
        // A missing entity is not cached, because it may be created at any time.
        var entity = await ReadAsync(id, cancellationToken);
        if (entity is not null)
            Keep(id, entity);
        return entity;
    }
}
