using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>The differences between SQLite and PostgreSQL, except for their migrations.</summary>
internal interface IDatabaseDialect
{
    /// <summary>The location for messages and logs, without a password.</summary>
    string Location { get; }

    /// <summary>
    /// Migrates the database to the schema of this version under an exclusive lock, which is released when the process ends.
    /// </summary>
    Task MigrateAsync(VideoChatDbContext db, CancellationToken cancellationToken);

    /// <summary>Creates a claim to a job, without taking it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="subject">The id of the video, for a job that exists once for each.</param>
    IJobClaim ClaimOf(Job job, Guid subject = default);

    /// <summary>Whether any machine holds the claim to a job.</summary>
    Task<bool> IsClaimedAsync(Job job, Guid subject, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for all log transactions that may have read the state before the last committed change.
    /// </summary>
    Task WaitForOthersAsync(CancellationToken cancellationToken);

    /// <summary>Reads the clock that all machines share, because their own clocks may differ.</summary>
    Task<DatabaseTime> ReadTimeAsync(CancellationToken cancellationToken);

    /// <summary>Checks that the database file is in place. Otherwise writes would be lost when the process ends.</summary>
    /// <exception cref="DatabaseGoneException">The file was moved, removed or replaced.</exception>
    void EnsureInPlace();

    /// <summary>Releases reserved space if the failure was a full disk. Returns whether the operation should be retried.</summary>
    bool TryMakeRoom(Exception exception);

    /// <summary>Takes back the space that <see cref="TryMakeRoom"/> released, if there is room.</summary>
    void KeepReserve();

    DatabaseFault FaultOf(Exception exception);

    /// <summary>
    /// Determines whether a transaction was committed although the response to its commit was lost. Retries until the database responds.
    /// </summary>
    Task<bool> HasCommittedAsync(CommitMark mark, CancellationToken cancellationToken);
}

internal enum DatabaseFault
{
    /// <summary>The write violates a rule, alone or together with others of its transaction.</summary>
    Own,

    /// <summary>The database failed and nothing was written, as after a lost connection or a deadlock. Retry immediately.</summary>
    Passing,

    /// <summary>The database is busy, full, damaged or unreachable. An immediate retry would fail too.</summary>
    Lasting,
}
