using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>
/// Where the local provider keeps what on disk, all in <c>Storage:Path</c>. What is on its way has a folder of its own;
/// it comes into its place by one rename, so that nothing half is ever there.
/// </summary>
public sealed class LocalStorage(IOptions<StorageOptions> options, IHostEnvironment environment)
{
    /// <summary>What the name of a file that is on its way ends with.</summary>
    private const string PartExtension = ".part";

    /// <summary>What videos leave free: the database may lie on the same disk, and chat goes on when videos do not.</summary>
    private const long Reserve = 64 * 1_024 * 1_024;

    private readonly string _root = Path.GetFullPath(Path.Combine(environment.ContentRootPath, options.Value.Path));

    /// <summary>Uploaded files, whole: <c>{id}.mp4</c>.</summary>
    public string Originals => Path.Combine(_root, "originals");

    /// <summary>What became of them: a folder each, with playlist, segments and thumbnail.</summary>
    public string Videos => Path.Combine(_root, "videos");

    /// <summary>A folder for each live stream.</summary>
    public string Live => Path.Combine(_root, "live");

    private string Uploads => Path.Combine(_root, "uploads");

    private string Transcodes => Path.Combine(_root, "transcodes");

    /// <summary>Makes the folders and removes what a process that was killed has left.</summary>
    internal void Prepare()
    {
        foreach (var folder in new[] { Originals, Videos, Uploads, Transcodes })
            Directory.CreateDirectory(folder);
        foreach (var part in Directory.EnumerateFiles(Uploads, "*" + PartExtension))
            DeleteUnused(part);
        foreach (var transcode in Directory.EnumerateDirectories(Transcodes))
            Directory.Delete(transcode, recursive: true);
    }

    /// <summary>Whether that much more can be written.</summary>
    internal bool HasRoomFor(long bytes) => new DriveInfo(_root).AvailableFreeSpace - bytes >= Reserve;

    /// <summary>A file to be written, that nobody else opens. It goes into its place with <see cref="PlaceOriginal"/>.</summary>
    internal FileStream CreatePart(Guid videoId)
    {
        Directory.CreateDirectory(Uploads);
        return new FileStream(
            Path.Combine(Uploads, $"{videoId}-{Guid.NewGuid():N}{PartExtension}"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
            });
    }

    internal void PlaceOriginal(string part, Guid videoId, string extension)
    {
        Directory.CreateDirectory(Originals);
        File.Move(part, Path.Combine(Originals, videoId + extension));
    }

    /// <summary>The whole file of a video; null where there is none.</summary>
    internal string? FindOriginal(Guid videoId) =>
        Container.Extensions.Select(extension => Path.Combine(Originals, videoId + extension)).FirstOrDefault(File.Exists);

    /// <summary>An empty folder for what is being made of a video.</summary>
    internal string CreateTranscode(Guid videoId)
    {
        DeleteTranscode(videoId);
        return Directory.CreateDirectory(TranscodeOf(videoId)).FullName;
    }

    internal void DeleteTranscode(Guid videoId) => DeleteFolder(TranscodeOf(videoId));

    private string TranscodeOf(Guid videoId) => Path.Combine(Transcodes, videoId.ToString());

    /// <summary>Puts the folder in its place, as it is.</summary>
    internal void PlaceTranscode(string folder, Guid videoId)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var file = File.OpenHandle(path, access: FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(file);
        }
        Directory.CreateDirectory(Videos);
        Directory.Move(folder, ResultOf(videoId));
    }

    internal string ResultOf(Guid videoId) => Path.Combine(Videos, videoId.ToString());

    /// <summary>Videos whose file is whole and of which nothing has become yet, oldest first.</summary>
    internal List<Guid> ListUnfinished() => [
        .. Directory.EnumerateFiles(Originals)
            .Select(path => Guid.TryParse(Path.GetFileNameWithoutExtension(path), out var id) ? id : Guid.Empty)
            .Where(id => id != Guid.Empty && !Directory.Exists(ResultOf(id)))
            .OrderBy(id => id.ToString(), StringComparer.Ordinal)];

    internal void DeleteOriginal(Guid videoId)
    {
        if (FindOriginal(videoId) is { } original)
            File.Delete(original);
    }

    internal void Delete(Guid videoId)
    {
        DeleteOriginal(videoId);
        DeleteFolder(ResultOf(videoId));
    }

    // A file that another process is writing is locked, and stays.
    private static void DeleteUnused(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete);
            File.Delete(path);
        }
        catch (IOException)
        {
            // In use, or gone.
        }
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
