using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Rooms;
using VideoChat.Application.Users;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Remembers the users asked for last, up to a bound: no read per message.</summary>
internal sealed class UserDirectory(IServiceScopeFactory scopes) : Directory<User>, IUserDirectory
{
    protected override async Task<User?> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IUserRepository>().FindAsync(id, cancellationToken);
    }
}

/// <summary>Remembers the rooms asked for last, up to a bound: no read per message.</summary>
internal sealed class RoomDirectory(IServiceScopeFactory scopes) : Directory<Room>, IRoomDirectory
{
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
        _entries.TryGetValue(id, out TEntity? entity) ? ValueTask.FromResult(entity) : FindAndKeepAsync(id, cancellationToken);

    public void Dispose() => _entries.Dispose();

    protected abstract Task<TEntity?> ReadAsync(Guid id, CancellationToken cancellationToken);

    private async ValueTask<TEntity?> FindAndKeepAsync(Guid id, CancellationToken cancellationToken)
    {
        // What does not exist is not remembered: it may exist the next moment.
        var entity = await ReadAsync(id, cancellationToken);
        if (entity is not null)
            _entries.Set(id, entity, new MemoryCacheEntryOptions { Size = 1 });
        return entity;
    }
}
