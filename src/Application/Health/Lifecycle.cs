namespace VideoChat.Application.Health;

/// <summary>Where the process stands between its start and its end.</summary>
public sealed class Lifecycle
{
    private readonly TaskCompletionSource _migrated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDraining;

    /// <summary>The database has the schema of this version.</summary>
    public bool IsMigrated => _migrated.Task.IsCompleted;

    /// <summary>The process was told to end: nothing new is taken.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Ends when the database can be used.</summary>
    public Task WaitUntilMigratedAsync(CancellationToken cancellationToken) => _migrated.Task.WaitAsync(cancellationToken);

    public void Migrated() => _migrated.TrySetResult();

    public void Drain() => _isDraining = true;
}
