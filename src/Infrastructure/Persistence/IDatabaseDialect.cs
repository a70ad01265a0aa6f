namespace VideoChat.Infrastructure.Persistence;

/// <summary>What SQLite and PostgreSQL do differently, besides their migrations.</summary>
internal interface IDatabaseDialect
{
    /// <summary>Where it is, for people: no password.</summary>
    string Location { get; }

    /// <summary>
    /// Brings the database to the schema of this version, alone among all processes. The claim to be alone ends with the
    /// process, however it ends.
    /// </summary>
    Task MigrateAsync(VideoChatDbContext db, CancellationToken cancellationToken);

    /// <summary>A claim to a job, not taken yet.</summary>
    /// <param name="job">The job.</param>
    /// <param name="subject">Whose job it is, where there is one for each.</param>
    IJobClaim ClaimOf(Job job, Guid subject = default);

    /// <summary>Whether somebody has a job now, on whichever machine.</summary>
    Task<bool> IsClaimedAsync(Job job, Guid subject, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until every transaction of a log that is under way, and may have read what was there before a change that is
    /// committed, has ended.
    /// </summary>
    Task WaitForOthersAsync(CancellationToken cancellationToken);

    /// <summary>What time it is for all machines: their own clocks need not agree.</summary>
    Task<DatabaseTime> ReadTimeAsync(CancellationToken cancellationToken);

    /// <summary>Fails if what is written now would be lost with the process, because the database is not where it was opened.</summary>
    /// <exception cref="DatabaseGoneException">It is not.</exception>
    void EnsureInPlace();

    /// <summary>Gives the database space that was kept for it, if a failure was a full disk. True: it is worth another try.</summary>
    bool TryMakeRoom(Exception exception);

    /// <summary>Takes back what <see cref="TryMakeRoom"/> gave, if there is room.</summary>
    void KeepReserve();

    /// <summary>Whose fault a failure was.</summary>
    DatabaseFault FaultOf(Exception exception);

    /// <summary>
    /// Whether a commit whose answer was lost has happened. Asks until the database answers, however long it is away.
    /// </summary>
    Task<bool> HasCommittedAsync(CommitMark mark, CancellationToken cancellationToken);
}

internal enum DatabaseFault
{
    /// <summary>The write's own: it breaks a rule, alone or with others.</summary>
    Own,

    /// <summary>The database's, and nothing was written: a broken connection, a deadlock. Worth another try at once.</summary>
    Passing,

    /// <summary>The database's: it is busy, full, broken or gone. Trying at once is of no use.</summary>
    Lasting,
}
