using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VideoChat.Infrastructure.Storage;

/// <summary>
/// The disk of <c>Storage:Path</c>. Writers reserve space first, because two files that fit separately may not fit together.
/// </summary>
internal sealed partial class DiskSpace : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HashSet<SpaceReservation> _reservations = [];
    private readonly Func<long> _readFree;
    private readonly long _reserve;
    private readonly TimeProvider _clock;
    private readonly ILogger<DiskSpace> _logger;
    private ITimer? _timer;
    private long _held;

    public DiskSpace(IOptions<StorageOptions> options, IHostEnvironment environment, TimeProvider clock, ILogger<DiskSpace> logger)
        : this(
            new DriveInfo(Path.GetFullPath(Path.Combine(environment.ContentRootPath, options.Value.Path))),
            options.Value.ReserveBytes, clock, logger)
    {
    }

    internal DiskSpace(Func<long> readFree, long reserve, TimeProvider clock, ILogger<DiskSpace> logger)
    {
        (_readFree, _reserve, _clock, _logger) = (readFree, reserve, clock, logger);
    }

    private DiskSpace(DriveInfo drive, long reserve, TimeProvider clock, ILogger<DiskSpace> logger)
        : this(() => drive.AvailableFreeSpace, reserve, clock, logger)
    {
    }

    /// <summary>
    /// Reserves space for a writer. Returns null if too little is left besides the database reserve and the space of other writers.
    /// </summary>
    /// <param name="bytes">The size or an estimate, which <see cref="SpaceReservation.TryGrow"/> can increase.</param>
    /// <exception cref="IOException">The disk cannot be queried.</exception>
    public SpaceReservation? TryReserve(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        lock (_lock)
        {
            if (!HasRoomFor(bytes))
                return null;
            var reservation = new SpaceReservation(this, bytes);
            _reservations.Add(reservation);
            _timer ??= _clock.CreateTimer(_ => Check(), null, Interval, Interval);
            return reservation;
        }
    }

    /// <summary>
    /// Sets the size of the file of the database reserve. Its blocks belong to the reserve although they are not free.
    /// </summary>
    public void Hold(long bytes) => Volatile.Write(ref _held, bytes);

    /// <summary>
    /// Determines whether the free space, minus the space that writers have reserved, is large enough. The database reserve counts
    /// as free.
    /// </summary>
    /// <exception cref="IOException">The disk cannot be queried.</exception>
    public bool HasFree(long bytes)
    {
        lock (_lock)
            return bytes <= _readFree() - SumBooked();
    }

    public DiskUsage Read()
    {
        var free = ReadFree();
        lock (_lock)
            return new DiskUsage(free, _reserve, SumBooked());
    }

    internal bool TryGrow(SpaceReservation reservation, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        lock (_lock)
        {
            if (!_reservations.Contains(reservation) || !HasRoomFor(bytes))
                return false;
            reservation.Promised += bytes;
            return true;
        }
    }

    internal void Release(SpaceReservation reservation)
    {
        lock (_lock)
        {
            _reservations.Remove(reservation);
            if (_reservations.Count > 0)
                return;
            _timer?.Dispose();
            _timer = null;
        }
    }

    public void Dispose() => _timer?.Dispose();

    private bool HasRoomFor(long bytes) => bytes <= ReadFree() - _reserve - SumBooked();

    private long ReadFree() => _readFree() + Volatile.Read(ref _held);

    private long SumBooked() => _reservations.Sum(reservation => reservation.BookedBytes);

    /// <summary>
    /// Cancels writers if less space is free than the database reserve: first those that exceed their reservation, otherwise all.
    /// </summary>
    private void Check()
    {
        List<SpaceReservation> ended;
        long free;
        try
        {
            free = ReadFree();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The writers need not be cancelled, because an unreadable folder makes them fail too.
            return;
        }
        if (free >= _reserve)
            return;
        lock (_lock)
        {
            var writing = _reservations.Where(reservation => !reservation.Exhausted.IsCancellationRequested).ToList();
            ended = writing.Where(reservation => reservation.IsOverdrawn).ToList();
            if (ended.Count == 0)
                ended = writing;
        }
        if (ended.Count == 0)
            return;
        LogBelowReserve(_logger, free, _reserve, ended.Count);
        foreach (var reservation in ended)
            reservation.Exhaust();
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The disk of Storage:Path has {Free} free bytes, less than Storage:ReserveBytes ({Reserve}); cancelling {Count} transfers")]
    private static partial void LogBelowReserve(ILogger logger, long free, long reserve, int count);
}

/// <param name="FreeBytes">The free bytes, including the reserve file.</param>
/// <param name="BookedBytes">The bytes that writers have reserved but not written yet.</param>
internal readonly record struct DiskUsage(long FreeBytes, long ReserveBytes, long BookedBytes)
{
    public bool IsLow => FreeBytes < ReserveBytes;
}
