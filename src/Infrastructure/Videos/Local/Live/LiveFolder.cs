using System.Globalization;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>The folder of one live stream: a playlist and the segments of its window.</summary>
internal sealed class LiveFolder(string path)
{
    public const string Playlist = "live.m3u8";

    private const string SegmentExtension = ".ts";
    private const string EndMark = "#EXT-X-ENDLIST";

    /// <summary>Players may still load segments that have just left the window.</summary>
    private const int KeptSegments = 5;

    private readonly Queue<string> _left = new();
    private LivePlaylist _playlist = new();

    public string Path { get; } = path;

    /// <summary>There is, or was, something to watch: the playlist is written with the first segment.</summary>
    public bool HasPicture => File.Exists(PlaylistPath);

    private string PlaylistPath => System.IO.Path.Combine(Path, Playlist);

    /// <summary>
    /// Prepares the folder for an encoder: the playlist continues, and segments that are not in it (of a process that was killed)
    /// are removed.
    /// </summary>
    public void Open()
    {
        Directory.CreateDirectory(Path);
        if (_playlist.IsEmpty && HasPicture)
            _playlist = LivePlaylist.Parse(File.ReadAllText(PlaylistPath));
        foreach (var file in Segments().Except([.. _playlist.Files, .. _left]))
            Delete(file);
    }

    /// <summary>The number that the next segment's file gets.</summary>
    public int NextNumber() =>
        Segments().Select(name => int.TryParse(name[..^SegmentExtension.Length], CultureInfo.InvariantCulture, out var n) ? n + 1 : 0)
            .Append(0).Max();

    /// <summary>Shows a finished segment to viewers.</summary>
    public void Add(LiveSegment segment, bool isDiscontinuity)
    {
        if (_playlist.Add(segment.File, segment.Seconds, isDiscontinuity) is { } left)
            _left.Enqueue(left);
        Write(_playlist.ToString());
        while (_left.Count > KeptSegments)
            Delete(_left.Dequeue());
    }

    /// <summary>Removes a segment's file.</summary>
    public void Delete(string file) => File.Delete(System.IO.Path.Combine(Path, file));

    /// <summary>Tells players that nothing will follow, so that they stop asking.</summary>
    public void Finish()
    {
        if (!HasPicture)
            return;
        var text = File.ReadAllText(PlaylistPath);
        if (!text.Contains(EndMark, StringComparison.Ordinal))
            Write(text + EndMark + "\n");
    }

    private IEnumerable<string> Segments() =>
        Directory.EnumerateFiles(Path, "*" + SegmentExtension).Select(file => System.IO.Path.GetFileName(file));

    /// <summary>By a rename: readers see the old playlist or the new one, whole.</summary>
    private void Write(string text)
    {
        var whole = PlaylistPath + ".new";
        File.WriteAllText(whole, text);
        File.Move(whole, PlaylistPath, overwrite: true);
    }
}
