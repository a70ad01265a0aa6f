using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Videos.Local.Storage;

/// <summary>
/// The files in <c>Storage:Path</c>, which machines may share. Complete files are renamed, so no partial file is visible.
/// </summary>
public sealed class LocalStorage(IOptions<StorageOptions> options, IHostEnvironment environment) : IAbandonedFiles
{
    private const string PartExtension = ".part";

    public const string RecordingExtension = ".flv";

    private readonly string _root = Path.GetFullPath(Path.Combine(environment.ContentRootPath, options.Value.Path));
    private volatile bool _isPrepared;

    /// <summary>The folder of complete uploads, for example <c>{id}.mp4</c>.</summary>
    public string Originals => Path.Combine(_root, "originals");

    /// <summary>The folder of results. Each video has a folder with its playlists, segments and thumbnail.</summary>
    public string Videos => Path.Combine(_root, "videos");

    public string Live => Path.Combine(_root, "live");

    /// <summary>The folder of recordings that are not videos yet. Recordings are never served.</summary>
    internal string Recordings => Path.Combine(_root, "recordings");

    /// <summary>Whether an original is played, because ffmpeg was missing. Other originals may contain the recording location.</summary>
    public bool IsPlayedAsUploaded(string fileName) =>
        Guid.TryParseExact(Path.GetFileNameWithoutExtension(fileName), "D", out var videoId)
        && !HasPlaylist(videoId)
        && TranscodeResult.Read(ResultOf(videoId)) is { IsReady: true };

    private string Uploads => Path.Combine(_root, "uploads");

    private string Transcodes => Path.Combine(_root, "transcodes");

    // A folder that is missing later indicates that the disk is not mounted, so folders are created only once.
    internal void Prepare()
    {
        if (_isPrepared)
            return;
        foreach (var folder in new[] { Originals, Videos, Uploads, Transcodes })
            Directory.CreateDirectory(folder);
        _isPrepared = true;
    }

    // Opening a folder refreshes the directory cache of a network file system, which hides new files for up to a minute.
    internal void LookAgain()
    {
        Prepare();
        foreach (var folder in new[] { Originals, Videos })
            _ = Directory.EnumerateFileSystemEntries(folder).Any();
    }

    void IAbandonedFiles.Remove()
    {
        if (Directory.Exists(Uploads))
            ListParts().ForEach(File.Delete);
        if (Directory.Exists(Transcodes))
            ListTranscodes().ForEach(folder => Directory.Delete(folder, recursive: true));
    }

    internal List<string> ListParts() => [.. Directory.EnumerateFiles(Uploads)];

    internal List<string> ListTranscodes(string names = "*") => [.. Directory.EnumerateDirectories(Transcodes, names)];

    /// <summary>Returns an empty id if the name does not contain the id of a video.</summary>
    internal static Guid VideoOf(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return Guid.TryParseExact(name[..Math.Min(36, name.Length)], "D", out var id) ? id : Guid.Empty;
    }

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

    internal string? FindRecording(Guid videoId) => Directory.Exists(Recordings)
        ? Directory.EnumerateFiles(Recordings, $"*.{videoId}{RecordingExtension}").FirstOrDefault()
        : null;

    /// <summary>Makes the recording of a live stream, if there is one, the original of its video.</summary>
    internal void PlaceRecording(Guid videoId)
    {
        if (FindRecording(videoId) is not { } recording)
            return;
        try
        {
            PlaceOriginal(recording, videoId, RecordingExtension);
        }
        catch (FileNotFoundException)
        {
            // A concurrent call has moved the file.
        }
    }

    internal string? FindOriginal(Guid videoId) =>
        Container.Extensions.Select(extension => Path.Combine(Originals, videoId + extension)).FirstOrDefault(File.Exists);

    internal string CreateTranscode(Guid videoId) =>
        Directory.CreateDirectory(Path.Combine(Transcodes, $"{videoId}-{Guid.NewGuid():N}")).FullName;

    // The folder is renamed first, so that a concurrent PlaceTranscode never publishes a part of it.
    internal static void DeleteTranscode(string folder)
    {
        var aside = folder + ".old";
        try
        {
            Directory.Move(folder, aside);
            Directory.Delete(aside, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The folder was published, or a concurrent call has deleted it.
        }
    }

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

    internal bool HasResult(Guid videoId) => Directory.Exists(ResultOf(videoId));

    /// <summary>Whether a video has HLS output. Otherwise, its original is played.</summary>
    internal bool HasPlaylist(Guid videoId) => File.Exists(Path.Combine(ResultOf(videoId), TranscodeResult.MasterPlaylist));

    internal List<Guid> ListOriginals() => [.. Directory.EnumerateFiles(Originals).Select(VideoOf).Where(id => id != Guid.Empty).Distinct()];

    internal int ReadTries(Guid videoId)
    {
        try
        {
            return int.TryParse(File.ReadAllText(TriesOf(videoId)), CultureInfo.InvariantCulture, out var tries) ? tries : 0;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    internal void WriteTries(Guid videoId, int tries)
    {
        if (tries == 0)
            ForgetTries(videoId);
        else
            File.WriteAllText(TriesOf(videoId), tries.ToString(CultureInfo.InvariantCulture));
    }

    internal void ForgetTries(Guid videoId) => File.Delete(TriesOf(videoId));

    private string TriesOf(Guid videoId) => Path.Combine(Originals, videoId + ".tries");

    internal void DeleteOriginal(Guid videoId)
    {
        ForgetTries(videoId);
        if (FindOriginal(videoId) is { } original)
            File.Delete(original);
    }

    internal void Delete(Guid videoId)
    {
        DeleteOriginal(videoId);
        if (HasResult(videoId))
            Directory.Delete(ResultOf(videoId), recursive: true);
    }
}
