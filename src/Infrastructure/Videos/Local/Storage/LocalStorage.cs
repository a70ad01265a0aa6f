using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Videos.Local.Storage;

/// <summary>
/// The folders in <c>Storage:Path</c>. Several machines may share them. An upload or a result is renamed when it is complete, so
/// that no partial file is visible.
/// </summary>
public sealed class LocalStorage(IOptions<StorageOptions> options, IHostEnvironment environment) : IAbandonedFiles
{
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

    /// <summary>The folder of unfinished uploads.</summary>
    internal string Uploads => Path.Combine(_root, "uploads");

    /// <summary>The folder of unfinished transcodes.</summary>
    internal string Transcodes => Path.Combine(_root, "transcodes");

    /// <summary>
    /// Determines whether an original is served. It is served only if ffmpeg was missing and its video therefore has no HLS output.
    /// Other originals may contain the recording location.
    /// </summary>
    public bool IsPlayedAsUploaded(string fileName) =>
        Guid.TryParseExact(Path.GetFileNameWithoutExtension(fileName), "D", out var videoId)
        && TranscodeResult.Read(Path.Combine(Videos, videoId.ToString())) is { IsReady: true }
        && !File.Exists(Path.Combine(Videos, videoId.ToString(), TranscodeResult.MasterPlaylist));

    // Creates the folders once, because a folder that is missing later indicates that the disk is not mounted.
    internal void Prepare()
    {
        if (_isPrepared)
            return;
        foreach (var folder in new[] { Originals, Videos, Uploads, Transcodes })
            Directory.CreateDirectory(folder);
        _isPrepared = true;
    }

    // Opens the folders, to refresh the directory cache of a network file system. The cache hides new files for up to a minute.
    internal void Refresh()
    {
        Prepare();
        foreach (var folder in new[] { Originals, Videos })
            _ = Directory.EnumerateFileSystemEntries(folder).Any();
    }

    void IAbandonedFiles.Remove()
    {
        if (Directory.Exists(Uploads))
            Directory.EnumerateFiles(Uploads).ToList().ForEach(File.Delete);
        if (Directory.Exists(Transcodes))
            Directory.EnumerateDirectories(Transcodes).ToList().ForEach(folder => Directory.Delete(folder, recursive: true));
    }

    /// <summary>Returns the id of the video in a file name, or an empty id if there is none.</summary>
    internal static Guid VideoOf(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return Guid.TryParseExact(name[..Math.Min(36, name.Length)], "D", out var id) ? id : Guid.Empty;
    }
}
