namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>The folder of one live stream: a playlist and the segments of its window.</summary>
internal sealed class LiveFolder(string path)
{
    private const string EndMark = "#EXT-X-ENDLIST";

    public string Path { get; } = path;

    /// <summary>There is something to watch: the playlist comes, whole, with the first segment.</summary>
    public bool HasPicture => File.Exists(Playlist);

    private string Playlist => System.IO.Path.Combine(Path, LiveFfmpeg.Playlist);

    public void Create() => Directory.CreateDirectory(Path);

    /// <summary>Tells players that nothing will follow, so that they stop asking.</summary>
    public void Finish()
    {
        if (!HasPicture)
            return;
        var text = File.ReadAllText(Playlist);
        if (text.Contains(EndMark, StringComparison.Ordinal))
            return;
        var whole = Playlist + ".end";
        File.WriteAllText(whole, text + EndMark + "\n");
        File.Move(whole, Playlist, overwrite: true);
    }
}
