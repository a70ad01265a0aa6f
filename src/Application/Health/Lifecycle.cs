namespace VideoChat.Application.Health;

public sealed class Lifecycle
{
    private readonly TaskCompletionSource _migrated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDraining;
    private volatile bool _isClosing;

    /// <summary>Indicates whether the database has the schema of this version and background work has started.</summary>
    public bool IsMigrated => _migrated.Task.IsCompleted;

    /// <summary>
    /// Indicates whether the process is stopping. It still serves requests, but load balancers should send no new ones.
    /// </summary>
    public bool IsDraining => _isDraining;

    /// <summary>Indicates whether the process rejects new sockets because it is about to close the open ones.</summary>
    public bool IsClosing => _isClosing;

    public Task WaitUntilMigratedAsync(CancellationToken cancellationToken) => _migrated.Task.WaitAsync(cancellationToken);

    public void Migrated() => _migrated.TrySetResult();

    public void Drain() => _isDraining = true;

    public void StopAccepting() => _isClosing = true;
}
