namespace VideoChat.Infrastructure.Persistence;

/// <summary>What one machine at a time does: a job there is once, or one that there is for each video.</summary>
internal enum Job
{
    IdempotencyKeyExpiry = 1,
    VideoSweep = 2,
    WebhookExpiry = 3,
    LiveStreamRefresh = 4,

    /// <summary>To carry a file into an upload session.</summary>
    Upload = 5,

    /// <summary>To make an uploaded file playable.</summary>
    Transcode = 6,
}

/// <summary>
/// The claim of whoever asked for it to a job. Once taken it stays until it is disposed of or the process is gone; where
/// the database was away meanwhile, somebody else may have it afterwards. For one caller at a time.
/// </summary>
internal interface IJobClaim : IAsyncDisposable
{
    /// <summary>
    /// Whether the job is the caller's to do now: it has the claim already, or nobody has and it is taken. To be asked
    /// before every round, and before what has taken long is put in its place.
    /// </summary>
    /// <exception cref="Application.Common.UnavailableException">Nobody can tell now.</exception>
    Task<bool> HoldAsync(CancellationToken cancellationToken);
}
