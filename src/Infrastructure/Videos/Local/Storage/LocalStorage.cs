using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Videos.Local.Storage;

/// <summary>
/// The files of the local provider, all in <c>Storage:Path</c>, which several machines may share. Unfinished files have names of their
/// own and are renamed when they are complete, so that readers never see a partial file.
/// </summary>
public sealed class LocalStorage(IOptions<StorageOptions> options, IHostEnvironment environment) : IAbandonedFiles
{
    /// <summary>The extension of unfinished files.</summary>
    private const string PartExtension = ".part";

    public const string RecordingExtension = ".flv";

    private readonly string _root = Path.GetFullPath(Path.Combine(environment.ContentRootPath, options.Value.Path));
    private volatile bool _isPrepared;

    /// <summary>The folder of complete uploads: <c>{id}.mp4</c>.</summary>
    public string Originals => Path.Combine(_root, "originals");

    /// <summary>The folder of results: a folder for each video, with playlist, segments and thumbnail.</summary>
    public string Videos => Path.Combine(_root, "videos");

    /// <summary>The folder of live streams, with a folder for each.</summary>
    public string Live => Path.Combine(_root, "live");

    /// <summary>The folder of recordings, until each becomes the original of a video. Never served.</summary>
    internal string Recordings => Path.Combine(_root, "recordings");

    /// <summary>
    /// Whether viewers open a file of <see cref="Originals"/>, because ffmpeg was missing when it was processed. Other originals are not
    /// served: they may contain the location of the recording, and data that was appended to the file.
    /// </summary>
    public bool IsPlayedAsUploaded(string fileName) =>
        Guid.TryParseExact(Path.GetFileNameWithoutExtension(fileName), "D", out var videoId)
        && !HasPlaylist(videoId)
        && TranscodeResult.Read(ResultOf(videoId)) is { IsReady: true };

    private string Uploads => Path.Combine(_root, "uploads");

    private string Transcodes => Path.Combine(_root, "transcodes");

    /// <summary>Creates the folders once. A folder that is missing later means that the disk is not mounted.</summary>
    internal void Prepare()
    {
        if (_isPrepared)
            return;
        foreach (var folder in new[] { Originals, Videos, Uploads, Transcodes })
            Directory.CreateDirectory(folder);
        _isPrepared = true;
    }

    /// <summary>
    /// Refreshes the directory cache of a network file system, which may report files of another machine as missing for up to a minute.
    /// Opening their folder updates it.
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

    /// <summary>Lists unfinished files, including those of killed processes.</summary>
    internal List<string> ListParts() => [.. Directory.EnumerateFiles(Uploads)];

    /// <inheritdoc cref="ListParts"/>
    internal List<string> ListTranscodes(string names = "*") => [.. Directory.EnumerateDirectories(Transcodes, names)];

    /// <summary>Returns the video of an unfinished file or folder; the empty id if the name has none.</summary>
    internal static Guid VideoOf(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return Guid.TryParseExact(name[..Math.Min(36, name.Length)], "D", out var id) ? id : Guid.Empty;
    }

    /// <summary>Creates a file that only the caller can open. <see cref="PlaceOriginal"/> publishes it.</summary>
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

    /// <summary>Returns the recording that a live stream left for this video; null if there is none.</summary>
    internal string? FindRecording(Guid videoId) => Directory.Exists(Recordings)
        ? Directory.EnumerateFiles(Recordings, $"*.{videoId}{RecordingExtension}").FirstOrDefault()
        : null;

    /// <summary>Makes the recording of a live stream the original of its video, if there is one.</summary>
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
            // Another call has moved it.
        }
    }

    /// <summary>Returns the complete file of a video; null if there is none.</summary>
    internal string? FindOriginal(Guid videoId) =>
        Container.Extensions.Select(extension => Path.Combine(Originals, videoId + extension)).FirstOrDefault(File.Exists);

    /// <summary>Creates an empty folder for the output of a transcode.</summary>
    internal string CreateTranscode(Guid videoId) =>
        Directory.CreateDirectory(Path.Combine(Transcodes, $"{videoId}-{Guid.NewGuid():N}")).FullName;

    /// <summary>
    /// Deletes a transcode. It is renamed first, so that a concurrent <see cref="PlaceTranscode"/> publishes all of it or nothing.
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
            // It was published, or another caller has deleted it.
        }
    }

    /// <summary>Flushes the folder to disk and publishes it.</summary>
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

    /// <summary>Whether a video has HLS. A result without it is played from its original.</summary>
    internal bool HasPlaylist(Guid videoId) => File.Exists(Path.Combine(ResultOf(videoId), TranscodeResult.MasterPlaylist));

    /// <summary>Lists the videos that have originals.</summary>
    internal List<Guid> ListOriginals() => [.. Directory.EnumerateFiles(Originals).Select(VideoOf).Where(id => id != Guid.Empty).Distinct()];

    /// <summary>Returns how many attempts to process the video failed, over all processes.</summary>
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
