using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VideoChat.Infrastructure.Storage;

/// <summary>
/// Reserves disk space for the database, and releases it when the disk of the database is full (docs/decisions/0013-disk-space.md).
/// </summary>
/// <param name="storage">The folder <c>Storage:Path</c>. It may be on another disk than the database.</param>
/// <param name="space">
/// The disk of <c>Storage:Path</c>. It counts the reserve file as part of its reserve if the database is on the same disk.
/// </param>
internal sealed partial class DatabaseReserve(
    string path, string storage, IOptions<StorageOptions> options, DiskSpace space, ILogger<DatabaseReserve> logger)
{
    /// <summary>
    /// The size of one piece. A piece holds a thousand long messages, but leaves little for other programs to take.
    /// </summary>
    private const long Piece = 4 * 1_024 * 1_024;

    private readonly Lock _lock = new();
    private readonly long _target = options.Value.ReserveBytes / 2;

    private bool _isOnDiskOfStorage;

    public void Open()
    {
        _isOnDiskOfStorage = FileIdentity.Of(Path.GetDirectoryName(path)!)?.Device == FileIdentity.Of(storage)?.Device;
        lock (_lock)
            Count();
        // Space is released for the index of the WAL, because SQLite maps the index into memory. If the disk has no free block for
        // it, SIGBUS ends the process.
        if (!HasFree(Piece))
            TryRelease();
    }

    public void Restore()
    {
        lock (_lock)
        {
            var held = ReadHeld();
            // The same amount must remain free afterwards, or the next upload would fill the disk.
            if (held >= _target || !HasFree(2 * (_target - held)))
                return;
            try
            {
                using (var file = new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.Create,
                    Access = FileAccess.Write,
                    PreallocationSize = _target,
                }))
                {
                    // A later truncation releases blocks only below the file length, so the length is set to the allocated size.
                    file.SetLength(_target);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogNotTaken(logger, exception.Message);
            }
            Count();
        }
    }

    /// <summary>Releases one piece to the database. Returns false if the file is empty.</summary>
    public bool TryRelease()
    {
        lock (_lock)
        {
            var held = ReadHeld();
            if (held == 0)
                return false;
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
                file.SetLength(Math.Max(0, held - Piece));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogNotGivenUp(logger, exception.Message);
                return false;
            }
            var left = Count();
            LogGivenUp(logger, left);
            return left < held;
        }
    }

    private long Count()
    {
        var held = ReadHeld();
        if (_isOnDiskOfStorage)
            space.Hold(held);
        return held;
    }

    private bool HasFree(long bytes) => _isOnDiskOfStorage
        ? space.HasFree(bytes)
        : new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace >= bytes;

    // Reads the allocated bytes instead of the length, because a file system without preallocation creates a sparse file.
    private long ReadHeld() =>
        File.Exists(path) ? FileIdentity.OccupiedBytes(path) ?? new FileInfo(path).Length : 0;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The disk is full: the database's reserve was reduced to {Left} bytes")]
    private static partial void LogGivenUp(ILogger logger, long left);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's reserve could not be used: {Reason}")]
    private static partial void LogNotGivenUp(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's reserve could not be allocated: {Reason}")]
    private static partial void LogNotTaken(ILogger logger, string reason);
}
