using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>
/// Where the local provider keeps what on disk, all in <c>Storage:Path</c>, which machines may share. What is on its way has
/// a name of its own; it comes into its place by one rename, so that nothing half is ever there.
/// </summary>
public sealed class LocalStorage(IOptions<StorageOptions> options, IHostEnvironment environment) : IAbandonedFiles
{
    /// <summary>What the name of a file that is on its way ends with.</summary>
    private const string PartExtension = ".part";

    public const string RecordingExtension = ".flv";

    private readonly string _root = Path.GetFullPath(Path.Combine(environment.ContentRootPath, options.Value.Path));
    private volatile bool _isPrepared;

    /// <summary>Uploaded files, whole: <c>{id}.mp4</c>.</summary>
    public string Originals => Path.Combine(_root, "originals");

    /// <summary>What became of them: a folder each, with playlist, segments and thumbnail.</summary>
    public string Videos => Path.Combine(_root, "videos");

    /// <summary>A folder for each live stream.</summary>
    public string Live => Path.Combine(_root, "live");

    /// <summary>What is recorded of live streams, until it becomes a video's original. Never served.</summary>
    internal string Recordings => Path.Combine(_root, "recordings");

    /// <summary>
    /// Whether a file of <see cref="Originals"/> is what viewers open: there was no ffmpeg to make anything of it. Other originals
    /// are not served: they carry the place where a film was shot, and anything that was appended to it.
    /// </summary>
    public bool IsPlayedAsUploaded(string fileName) =>
        Guid.TryParseExact(Path.GetFileNameWithoutExtension(fileName), "D", out var videoId)
        && !HasPlaylist(videoId)
        && TranscodeResult.Read(ResultOf(videoId)) is { IsReady: true };

    private string Uploads => Path.Combine(_root, "uploads");

    private string Transcodes => Path.Combine(_root, "transcodes");

    /// <summary>Makes the folders, once: one that is missing later is a disk that is away.</summary>
    internal void Prepare()
    {
        if (_isPrepared)
            return;
        foreach (var folder in new[] { Originals, Videos, Uploads, Transcodes })
            Directory.CreateDirectory(folder);
        _isPrepared = true;
    }

    /// <summary>
    /// Asks anew what is there: a network file system may say for a minute that a file is missing which another machine has
    /// put there, but not once its folder has been opened.
    /// </summary>
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

    /// <summary>What is on its way, or was when a process was killed.</summary>
    internal List<string> ListParts() => [.. Directory.EnumerateFiles(Uploads)];

    /// <inheritdoc cref="ListParts"/>
    internal List<string> ListTranscodes(string names = "*") => [.. Directory.EnumerateDirectories(Transcodes, names)];

    /// <summary>The video of a part or a transcode; that of none where it is none of ours.</summary>
    internal static Guid VideoOf(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return Guid.TryParseExact(name[..Math.Min(36, name.Length)], "D", out var id) ? id : Guid.Empty;
    }

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

    /// <summary>The recording that a live stream left for this video, until it is its original; null if there is none.</summary>
    internal string? FindRecording(Guid videoId) => Directory.Exists(Recordings)
        ? Directory.EnumerateFiles(Recordings, $"*.{videoId}{RecordingExtension}").FirstOrDefault()
        : null;

    /// <summary>Makes the recording that a live stream left for this video, if there is one, its original.</summary>
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
            // Another call has just done it.
        }
    }

    /// <summary>The whole file of a video; null where there is none.</summary>
    internal string? FindOriginal(Guid videoId) =>
        Container.Extensions.Select(extension => Path.Combine(Originals, videoId + extension)).FirstOrDefault(File.Exists);

    /// <summary>An empty folder for what is being made of a video.</summary>
    internal string CreateTranscode(Guid videoId) =>
        Directory.CreateDirectory(Path.Combine(Transcodes, $"{videoId}-{Guid.NewGuid():N}")).FullName;

    /// <summary>
    /// Removes a transcode. It is renamed first: whoever wants to put it in its place finds it whole, or not at all.
    /// </summary>
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
            // It is in its place, or somebody else has removed it.
        }
    }

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

    internal bool HasResult(Guid videoId) => Directory.Exists(ResultOf(videoId));

    /// <summary>Whether there is HLS of a video: a result without it is played from its original.</summary>
    internal bool HasPlaylist(Guid videoId) => File.Exists(Path.Combine(ResultOf(videoId), Transcoder.MasterPlaylist));

    /// <summary>The videos whose originals are here.</summary>
    internal List<Guid> ListOriginals() => [.. Directory.EnumerateFiles(Originals).Select(VideoOf).Where(id => id != Guid.Empty).Distinct()];

    /// <summary>How often a transcode was begun and did not end, over all processes.</summary>
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
