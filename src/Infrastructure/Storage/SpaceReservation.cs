namespace VideoChat.Infrastructure.Storage;

/// <summary>Bytes of the disk that one writer has booked with <see cref="DiskSpace.TryReserve"/>. Thread-safe.</summary>
internal sealed class SpaceReservation(DiskSpace space, long promised) : IDisposable
{
    private readonly CancellationTokenSource _exhausted = new();
    private long _written;

    /// <summary>Canceled when the disk is below the reserve. The writer then stops and deletes what it has written.</summary>
    public CancellationToken Exhausted => _exhausted.Token;

    public long WrittenBytes => Volatile.Read(ref _written);

    public long BookedBytes => Math.Max(0, Promised - WrittenBytes);

    public bool IsOverdrawn => WrittenBytes > Promised;

    /// <summary>Changed only under the lock of <see cref="DiskSpace"/>.</summary>
    internal long Promised { get; set; } = promised;

    /// <summary>Moves bytes from booked to written.</summary>
    public void Written(long bytes) => Interlocked.Add(ref _written, bytes);

    /// <summary>Reserves more bytes; returns false if they do not fit.</summary>
    /// <exception cref="IOException">The disk cannot be queried.</exception>
    public bool TryGrow(long bytes) => space.TryGrow(this, bytes);

    /// <summary>Releases the bytes that were booked and not written.</summary>
    public void Dispose() => space.Release(this);

    // Asynchronous, so that a writer's callbacks do not delay the timer.
    internal void Exhaust() => _ = _exhausted.CancelAsync();
}
