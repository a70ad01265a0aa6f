namespace VideoChat.Infrastructure.Persistence;

/// <summary>A background job that at most one machine runs at a time: once in all, or once for each video.</summary>
internal enum Job
{
    IdempotencyKeyExpiry = 1,
    VideoSweep = 2,
    WebhookExpiry = 3,
    LiveStreamRefresh = 4,

    /// <summary>The transfer of a file into an upload session.</summary>
    Upload = 5,

    /// <summary>The transcoding of an uploaded file.</summary>
    Transcode = 6,
}

/// <summary>
/// The caller's claim to a job. A claim that is held lasts until it is disposed or the process ends. If the connection to the
/// database is lost, another machine may take it over. Not safe for concurrent callers.
/// </summary>
internal interface IJobClaim : IAsyncDisposable
{
    /// <summary>
    /// Takes the claim, or confirms that it is still held. Call it before each round of the job, and before publishing the result of
    /// long work.
    /// </summary>
    /// <returns>Whether the caller holds the claim.</returns>
    /// <exception cref="Application.Common.UnavailableException">The database does not respond.</exception>
    Task<bool> HoldAsync(CancellationToken cancellationToken);
}
