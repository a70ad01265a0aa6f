namespace VideoChat.Infrastructure.Persistence;

/// <summary>What machines do on their own account; one of them at a time.</summary>
internal enum Job
{
    IdempotencyKeyExpiry = 1,
    VideoSweep = 2,
    WebhookExpiry = 3,
}

/// <summary>The claim of this process to a job.</summary>
internal interface IJobClaim : IAsyncDisposable
{
    /// <summary>
    /// Whether the job is this process's to do now: it has the claim already, or nobody has and it is taken. It stays until
    /// it is disposed of or the process is gone. To be asked before every round.
    /// </summary>
    Task<bool> HoldAsync(CancellationToken cancellationToken);
}
