namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>There is one machine, and what it has to do is its own.</summary>
internal sealed class SqliteJobClaim : IJobClaim
{
    public Task<bool> HoldAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
