using System.Data;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>A database that grants every claim and does nothing else.</summary>
/// <param name="released">Called when a claim is released.</param>
internal sealed class FakeClaims(Action? released = null) : IDatabaseDialect
{
    public string Location => throw new NotSupportedException();

    public IsolationLevel SnapshotIsolation => throw new NotSupportedException();

    public IJobClaim CreateClaim(Job job, Guid subject = default) => new Claim(released);

    public Task<bool> IsClaimedAsync(Job job, Guid subject, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task MigrateAsync(VideoChatDbContext db, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WaitForOpenTransactionsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DatabaseTime> ReadTimeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public void EnsureInPlace() => throw new NotSupportedException();

    public bool TryFreeSpace(Exception exception) => throw new NotSupportedException();

    public void RestoreReserve() => throw new NotSupportedException();

    public DatabaseFault Classify(Exception exception) => throw new NotSupportedException();

    public Task<bool> HasCommittedAsync(CommitMark mark, CancellationToken cancellationToken) => throw new NotSupportedException();

    private sealed class Claim(Action? released) : IJobClaim
    {
        public Task<bool> HoldAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        public ValueTask DisposeAsync()
        {
            released?.Invoke();
            return ValueTask.CompletedTask;
        }
    }
}
