namespace VideoChat.Infrastructure.Videos.Local.Storage;

/// <summary>Manages the output folders of processed videos and the temporary folders of unfinished transcodes.</summary>
internal sealed class ResultFolders(LocalStorage storage)
{
    public string CreateTranscode(Guid videoId) =>
        Directory.CreateDirectory(Path.Combine(storage.Transcodes, $"{videoId}-{Guid.NewGuid():N}")).FullName;

    public List<string> ListTranscodes(string names = "*")
    {
        storage.Prepare();
        return [.. Directory.EnumerateDirectories(storage.Transcodes, names)];
    }

    /// <summary>Renames the folder before deleting it, so that a concurrent <see cref="Place"/> never publishes a part of it.</summary>
    public static void DeleteTranscode(string folder)
    {
        var aside = folder + ".old";
        try
        {
            Directory.Move(folder, aside);
            Directory.Delete(aside, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // There is nothing to delete, because the folder was published or a concurrent call has deleted it.
        }
    }

    public void Place(string folder, Guid videoId)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var file = File.OpenHandle(path, access: FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(file);
        }
        Directory.CreateDirectory(storage.Videos);
        Directory.Move(folder, PathOf(videoId));
    }

    public string PathOf(Guid videoId) => Path.Combine(storage.Videos, videoId.ToString());

    public bool Has(Guid videoId) => Directory.Exists(PathOf(videoId));

    /// <summary>Determines whether a video has HLS output. Otherwise, its original is played.</summary>
    public bool HasPlaylist(Guid videoId) => File.Exists(Path.Combine(PathOf(videoId), TranscodeResult.MasterPlaylist));

    public void Delete(Guid videoId)
    {
        if (Has(videoId))
            Directory.Delete(PathOf(videoId), recursive: true);
    }
}
