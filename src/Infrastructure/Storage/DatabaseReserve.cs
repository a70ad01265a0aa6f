using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VideoChat.Infrastructure.Storage;

/// <summary>
/// Half of <c>Storage:ReserveBytes</c> as a file next to the database, so that its blocks are the database's whatever other
/// programs write. It is given up in pieces when the database meets a full disk, and taken back when there is room
/// (docs/decisions/0013-space-on-the-disk.md).
/// </summary>
/// <param name="path">The file.</param>
/// <param name="storage">The folder <c>Storage:Path</c>, which may be on another disk.</param>
/// <param name="options">The size of the reserve.</param>
/// <param name="space">Where the file counts as reserve.</param>
/// <param name="logger">The log.</param>
internal sealed partial class DatabaseReserve(
    string path, string storage, IOptions<StorageOptions> options, DiskSpace space, ILogger<DatabaseReserve> logger)
{
    /// <summary>Small, so that other writers take little of what is given up, and enough for a thousand long messages.</summary>
    private const long Piece = 4 * 1_024 * 1_024;

    private readonly Lock _lock = new();
    private readonly long _target = options.Value.ReserveBytes / 2;

    private bool _isOnDiskOfStorage;

    /// <summary>Counts the file that an earlier process left, and gives some of it up if the disk is full already.</summary>
    public void Open()
    {
        _isOnDiskOfStorage = FileIdentity.Of(Path.GetDirectoryName(path)!)?.Device == FileIdentity.Of(storage)?.Device;
        lock (_lock)
            Count();
        // SQLite maps its index of the WAL into memory: without blocks for it the process dies of SIGBUS.
        if (!HasFree(Piece))
            TryGiveUp();
    }

    /// <summary>Allocates the file again, if it is smaller than it should be and the disk has room.</summary>
    public void Restore()
    {
        lock (_lock)
        {
            var held = ReadHeld();
            // As much again stays free, or the next upload would be the one to find the disk full.
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
                    // The blocks stay allocated and unwritten; the length lets them be given up in pieces.
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

    /// <summary>Gives a piece to the database; false if nothing is left.</summary>
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

    // A file system that cannot allocate ahead makes a file of holes, which holds nothing.
    private long ReadHeld() =>
        File.Exists(path) ? FileIdentity.OccupiedBytes(path) ?? new FileInfo(path).Length : 0;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The disk is full: the database's reserve was made smaller, {Left} bytes are left of it")]
    private static partial void LogGivenUp(ILogger logger, long left);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's reserve could not be used: {Reason}")]
    private static partial void LogNotGivenUp(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database's reserve could not be allocated: {Reason}")]
    private static partial void LogNotTaken(ILogger logger, string reason);
}
