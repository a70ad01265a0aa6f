using System.Globalization;

namespace VideoChat.Infrastructure.Storage;

/// <summary>Allows only one process to use a folder. The operating system releases the lock (flock) when the process ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <param name="path">The lock file. It is never deleted, because two processes could then lock different files of one name.</param>
    /// <param name="timeout">The maximum time to wait for another process that is shutting down.</param>
    /// <exception cref="FolderInUseException">Another process holds the lock.</exception>
    public static async Task<FolderLock> TakeAsync(
        string path, TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (IOException) when (File.Exists(path))
            {
                if (clock.GetElapsedTime(began) >= timeout)
                    throw new FolderInUseException(Path.GetDirectoryName(path)!, FindOwner(path));
                await Task.Delay(Retry, clock, cancellationToken);
            }
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Finds the owner in <c>/proc/locks</c> (https://man7.org/linux/man-pages/man5/proc_locks.5.html).</summary>
    private static string FindOwner(string path)
    {
        const string Locks = "/proc/locks";
        const int Kind = 1, Process = 4, File = 5;
        if (FileIdentity.Of(path) is { } identity && System.IO.File.Exists(Locks))
        {
            var end = ":" + identity.Inode.ToString(CultureInfo.InvariantCulture);
            foreach (var line in System.IO.File.ReadLines(Locks))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > File && fields[Kind] == "FLOCK" && fields[File].EndsWith(end, StringComparison.Ordinal))
                    return "process " + fields[Process];
            }
        }
        return "another process, perhaps of another container";
    }
}

internal sealed class FolderInUseException(string folder, string owner)
    : Exception($"The folder {folder} is in use by {owner}. With SQLite, only one process can use it. Stop the other process first.");
