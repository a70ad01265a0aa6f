using System.Collections.Concurrent;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>There is one machine: a claim keeps apart what it does itself.</summary>
internal sealed class SqliteJobClaim(ConcurrentDictionary<(Job, Guid), SqliteJobClaim> held, (Job, Guid) key) : IJobClaim
{
    public Task<bool> HoldAsync(CancellationToken cancellationToken) => Task.FromResult(held.GetOrAdd(key, this) == this);

    public ValueTask DisposeAsync()
    {
        held.TryRemove(KeyValuePair.Create(key, this));
        return ValueTask.CompletedTask;
    }
}
