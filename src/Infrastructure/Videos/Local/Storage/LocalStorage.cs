using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Videos.Local.Storage;

/// <summary>
/// The files of the local provider in <c>Storage:Path</c>, which several machines may share. A file is renamed to its final name when it
/// is complete, so that readers never see a partial file.
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

    /// <summary>The folder of live streams. Each stream has a folder.</summary>
    public string Live => Path.Combine(_root, "live");

    /// <summary>The folder of recordings that are not videos yet. Recordings are never served.</summary>
    internal string Recordings => Path.Combine(_root, "recordings");

    /// <summary>
    /// Whether a file of <see cref="Originals"/> is played directly, because ffmpeg was missing when it was processed. Other originals are
    /// not served, because they may contain the recording location or appended data.
    /// </summary>
    public bool IsPlayedAsUploaded(string fileName) =>
        Guid.TryParseExact(Path.GetFileNameWithoutExtension(fileName), "D", out var videoId)
        && !HasPlaylist(videoId)
        && TranscodeResult.Read(ResultOf(videoId)) is { IsReady: true };

    private string Uploads => Path.Combine(_root, "uploads");

    private string Transcodes => Path.Combine(_root, "transcodes");

    /// <summary>Creates the folders once. A folder that is missing later indicates that the disk is not mounted.</summary>
    internal void Prepare()
    {
        if (_isPrepared)
            return;
        foreach (var folder in new[] { Originals, Videos, Uploads, Transcodes })
            Directory.CreateDirectory(folder);
        _isPrepared = true;
    }

    /// <summary>
    /// Opens the folders, which refreshes the directory cache of a network file system. Otherwise, files of other machines may be invisible
    /// for up to a minute.
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

    /// <summary>Lists unfinished uploads, including those of killed processes.</summary>
    internal List<string> ListParts() => [.. Directory.EnumerateFiles(Uploads)];

    /// <summary>Lists unfinished transcodes, including those of killed processes.</summary>
    internal List<string> ListTranscodes(string names = "*") => [.. Directory.EnumerateDirectories(Transcodes, names)];

    /// <summary>Returns the video id in the name of an unfinished file or folder, or an empty id if the name contains none.</summary>
    internal static Guid VideoOf(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return Guid.TryParseExact(name[..Math.Min(36, name.Length)], "D", out var id) ? id : Guid.Empty;
    }

    /// <summary>Creates a file for an upload. <see cref="PlaceOriginal"/> publishes it.</summary>
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

    /// <summary>Returns the recording of the live stream that became this video, or null if there is none.</summary>
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

    /// <summary>Returns the complete file of a video, or null if there is none.</summary>
    internal string? FindOriginal(Guid videoId) =>
        Container.Extensions.Select(extension => Path.Combine(Originals, videoId + extension)).FirstOrDefault(File.Exists);

    internal string CreateTranscode(Guid videoId) =>
        Directory.CreateDirectory(Path.Combine(Transcodes, $"{videoId}-{Guid.NewGuid():N}")).FullName;

    /// <summary>
    /// Deletes a transcode. The folder is renamed first, so that a concurrent <see cref="PlaceTranscode"/> never publishes a part of it.
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
            // The folder was published, or a concurrent call has deleted it.
        }
    }

    /// <summary>Flushes the files of a transcode to disk and publishes them.</summary>
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

    /// <summary>Returns the number of failed attempts to process the video, over all processes.</summary>
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
