namespace VideoChat.Infrastructure.Storage;

/// <summary>Bytes of the disk that one writer has booked with <see cref="DiskSpace.TryReserve"/>. Thread-safe.</summary>
internal sealed class SpaceReservation(DiskSpace space, long promised) : IDisposable
{
    private readonly CancellationTokenSource _exhausted = new();
    private long _written;

    /// <summary>Canceled when the disk is below the reserve: the writer stops, and removes what it has written.</summary>
    public CancellationToken Exhausted => _exhausted.Token;

    /// <summary>All that was written so far.</summary>
    public long WrittenBytes => Volatile.Read(ref _written);

    /// <summary>Promised and not written yet.</summary>
    public long BookedBytes => Math.Max(0, Promised - WrittenBytes);

    /// <summary>Whether more was written than was booked.</summary>
    public bool IsOverdrawn => WrittenBytes > Promised;

    /// <summary>Written under the lock of <see cref="DiskSpace"/>.</summary>
    internal long Promised { get; set; } = promised;

    /// <summary>Moves bytes from booked to written.</summary>
    public void Written(long bytes) => Interlocked.Add(ref _written, bytes);

    /// <summary>Books more bytes; false if they do not fit.</summary>
    /// <exception cref="IOException">The disk cannot be queried.</exception>
    public bool TryGrow(long bytes) => space.TryGrow(this, bytes);

    /// <summary>Returns what was booked and not written.</summary>
    public void Dispose() => space.Release(this);

    // Asynchronously: the callbacks belong to the writers, and the timer has other reservations to look at.
    internal void Exhaust() => _ = _exhausted.CancelAsync();
}
