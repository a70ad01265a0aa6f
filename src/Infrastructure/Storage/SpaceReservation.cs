namespace VideoChat.Infrastructure.Storage;

/// <summary>Disk space that one writer has reserved with <see cref="DiskSpace.TryReserve"/>. Thread-safe.</summary>
internal sealed class SpaceReservation(DiskSpace space, long promised) : IDisposable
{
    private readonly CancellationTokenSource _exhausted = new();
    private long _written;

    /// <summary>Cancelled when the free space falls below the database reserve. The writer must then stop.</summary>
    public CancellationToken Exhausted => _exhausted.Token;

    public long WrittenBytes => Volatile.Read(ref _written);

    public long BookedBytes => Math.Max(0, Promised - WrittenBytes);

    public bool IsOverdrawn => WrittenBytes > Promised;

    /// <summary>The reserved bytes. The value changes only under the lock of <see cref="DiskSpace"/>.</summary>
    internal long Promised { get; set; } = promised;

    public void Written(long bytes) => Interlocked.Add(ref _written, bytes);

    /// <summary>Reserves more bytes. Returns false if they do not fit.</summary>
    public bool TryGrow(long bytes) => space.TryGrow(this, bytes);

    public void Dispose() => space.Release(this);

    // CancelAsync is used, because callbacks of a writer must not delay the timer.
    internal void Exhaust() => _ = _exhausted.CancelAsync();
}
