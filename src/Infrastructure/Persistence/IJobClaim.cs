namespace VideoChat.Infrastructure.Persistence;

/// <summary>A background job that runs on at most one machine at a time, in total or per video.</summary>
internal enum Job
{
    IdempotencyKeyExpiry = 1,
    VideoSweep = 2,
    WebhookExpiry = 3,
    LiveStreamRefresh = 4,

    Upload = 5,

    Transcode = 6,
}

/// <summary>
/// The claim of this process to a job. It ends when it is disposed or the process ends. After a lost connection, another machine may take
/// it over. Not thread-safe.
/// </summary>
internal interface IJobClaim : IAsyncDisposable
{
    /// <summary>
    /// Takes the claim or confirms that it is still held. Must be called before each run of the job, and again before the result of a long
    /// run is published.
    /// </summary>
    /// <returns>Whether the caller holds the claim.</returns>
    /// <exception cref="Application.Common.UnavailableException">The database does not respond.</exception>
    Task<bool> HoldAsync(CancellationToken cancellationToken);
}
