using System.Data;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Persistence;

internal interface IDatabaseDialect
{
    /// <summary>The location of the database, without a password, for the application log.</summary>
    string Location { get; }

    /// <summary>The isolation level at which all queries of a read-only transaction see the same state of the database.</summary>
    IsolationLevel SnapshotIsolation { get; }

    /// <summary>Migrates the database under an exclusive lock. The lock is also released when the process is killed.</summary>
    Task MigrateAsync(VideoChatDbContext db, CancellationToken cancellationToken);

    /// <summary>Creates a claim to a job without taking it.</summary>
    /// <param name="subject">The id of the video, for jobs that run once per video.</param>
    IJobClaim CreateClaim(Job job, Guid subject = default);

    Task<bool> IsClaimedAsync(Job job, Guid subject, CancellationToken cancellationToken);

    /// <summary>Waits for the transactions of the room log that began before the last change was committed.</summary>
    Task WaitForOpenTransactionsAsync(CancellationToken cancellationToken);

    /// <summary>Reads the database's clock, because the clocks of the machines may differ.</summary>
    Task<DatabaseTime> ReadTimeAsync(CancellationToken cancellationToken);

    /// <summary>Throws if the database file was moved, removed or replaced, because writes to it would be lost.</summary>
    /// <exception cref="DatabaseFileMovedException">The file is no longer in place.</exception>
    void EnsureInPlace();

    /// <summary>
    /// Releases a part of the database reserve if the exception reports a full disk. Returns true if the operation should be
    /// retried.
    /// </summary>
    bool TryFreeSpace(Exception exception);

    /// <summary>Fills the database reserve again if enough disk space is free.</summary>
    void RestoreReserve();

    DatabaseFault Classify(Exception exception);

    /// <summary>Determines whether a transaction was committed after the response to its commit was lost. Waits for the database.</summary>
    Task<bool> HasCommittedAsync(CommitMark mark, CancellationToken cancellationToken);
}

internal enum DatabaseFault
{
    /// <summary>The write itself is invalid.</summary>
    InvalidWrite,

    /// <summary>Nothing was written, because of a lost connection or a deadlock, for example. The caller can retry immediately.</summary>
    Transient,

    /// <summary>The database is busy, full, damaged or unreachable, so an immediate retry would fail too.</summary>
    Unavailable,
}
