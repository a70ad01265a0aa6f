namespace VideoChat.Application.Health;

/// <summary>Where the process stands between its start and its end.</summary>
public sealed class Lifecycle
{
    private readonly TaskCompletionSource _migrated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDraining;
    private volatile bool _isClosing;

    /// <summary>The database has the schema of this version, and what begins with it has begun.</summary>
    public bool IsMigrated => _migrated.Task.IsCompleted;

    /// <summary>The process was told to end: it should be sent nothing more, and goes on serving what comes.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>The process is ending: no socket is let in any more.</summary>
    public bool IsClosing => _isClosing;

    /// <summary>Ends when the database can be used.</summary>
    public Task WaitUntilMigratedAsync(CancellationToken cancellationToken) => _migrated.Task.WaitAsync(cancellationToken);

    public void Migrated() => _migrated.TrySetResult();

    public void Drain() => _isDraining = true;

    public void CloseDoors() => _isClosing = true;
}
