using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VideoChat.Infrastructure.Storage;

/// <summary>
/// Half of <c>Storage:ReserveBytes</c> as a file next to the database, so that other programs cannot take its blocks. It is released
/// in pieces when the database meets a full disk, and allocated again when there is room (docs/decisions/0013-disk-space.md).
/// </summary>
/// <param name="path">The reserve file.</param>
/// <param name="storage">The folder <c>Storage:Path</c>, which may be on another disk.</param>
/// <param name="options">The size of the reserve.</param>
/// <param name="space">Counts the file as reserve.</param>
/// <param name="logger">The log.</param>
internal sealed partial class DatabaseReserve(
    string path, string storage, IOptions<StorageOptions> options, DiskSpace space, ILogger<DatabaseReserve> logger)
{
    /// <summary>Small, so that other writers get little of what is released, and enough for a thousand long messages.</summary>
    private const long Piece = 4 * 1_024 * 1_024;

    private readonly Lock _lock = new();
    private readonly long _target = options.Value.ReserveBytes / 2;

    private bool _isOnDiskOfStorage;

    /// <summary>Counts the file that an earlier process left, and releases a piece if the disk is already full.</summary>
    public void Open()
    {
        _isOnDiskOfStorage = FileIdentity.Of(Path.GetDirectoryName(path)!)?.Device == FileIdentity.Of(storage)?.Device;
        lock (_lock)
            Count();
        // SQLite maps the WAL index into memory. Without free blocks for it, the process dies of SIGBUS.
        if (!HasFree(Piece))
            TryGiveUp();
    }

    /// <summary>Allocates the file again if it is too small and the disk has room.</summary>
    public void Restore()
    {
        lock (_lock)
        {
            var held = ReadHeld();
            // The same amount must remain free, or the next upload would fill the disk.
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
                    // Setting the length allows the blocks to be released in pieces. They stay allocated.
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

    /// <summary>Releases a piece to the database; false if nothing is left.</summary>
    public bool TryGiveUp()
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

    // On a file system without preallocation the file is sparse and holds nothing.
    private long ReadHeld() =>
        File.Exists(path) ? FileIdentity.OccupiedBytes(path) ?? new FileInfo(path).Length : 0;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The disk is full: the database's reserve was made smaller, {Left} bytes are left of it")]
    private static partial void LogGivenUp(ILogger logger, long left);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's reserve could not be used: {Reason}")]
    private static partial void LogNotGivenUp(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's reserve could not be allocated: {Reason}")]
    private static partial void LogNotTaken(ILogger logger, string reason);
}
