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

/// <summary>A claim to a job. If its database connection is lost, another machine may take the claim. Not thread-safe.</summary>
internal interface IJobClaim : IAsyncDisposable
{
    /// <summary>Takes the claim or confirms it. Must be called before each run, and before the result of a long run is published.</summary>
    Task<bool> HoldAsync(CancellationToken cancellationToken);
}
