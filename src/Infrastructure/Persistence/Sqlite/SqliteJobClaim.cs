using System.Collections.Concurrent;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>A claim within this process, because only one process uses a SQLite database.</summary>
internal sealed class SqliteJobClaim(ConcurrentDictionary<(Job, Guid), SqliteJobClaim> held, (Job, Guid) key) : IJobClaim
{
    public Task<bool> HoldAsync(CancellationToken cancellationToken) => Task.FromResult(held.GetOrAdd(key, this) == this);

    public ValueTask DisposeAsync()
    {
        held.TryRemove(KeyValuePair.Create(key, this));
        return ValueTask.CompletedTask;
    }
}
