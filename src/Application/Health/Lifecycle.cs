namespace VideoChat.Application.Health;

/// <summary>The phase of the process between start and exit.</summary>
public sealed class Lifecycle
{
    private readonly TaskCompletionSource _migrated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDraining;
    private volatile bool _isClosing;

    /// <summary>The database has the schema of this version, and background work has started.</summary>
    public bool IsMigrated => _migrated.Task.IsCompleted;

    /// <summary>The process was told to stop. It still serves requests, but load balancers should send no new ones.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>The process accepts no more sockets.</summary>
    public bool IsClosing => _isClosing;

    /// <summary>Completes when the database is ready.</summary>
    public Task WaitUntilMigratedAsync(CancellationToken cancellationToken) => _migrated.Task.WaitAsync(cancellationToken);

    public void Migrated() => _migrated.TrySetResult();

    public void Drain() => _isDraining = true;

    public void CloseDoors() => _isClosing = true;
}
