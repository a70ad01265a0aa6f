using System.Globalization;

namespace VideoChat.Infrastructure.LiveStreams.Local.Hls;

internal sealed class LiveFolder(string path)
{
    public const string Playlist = "live.m3u8";

    private const string SegmentExtension = ".ts";
    private const string EndMark = "#EXT-X-ENDLIST";

    // The number of segments that are kept after they leave the playlist, because players may still load them.
    private const int KeptSegments = 5;

    private readonly Queue<string> _left = new();
    private LivePlaylist _playlist = new();

    public string Path { get; } = path;

    public bool HasPicture => File.Exists(PlaylistPath);

    private string PlaylistPath => System.IO.Path.Combine(Path, Playlist);

    /// <summary>Prepares the folder for an encoder. An existing playlist is continued.</summary>
    public void Open()
    {
        Directory.CreateDirectory(Path);
        if (_playlist.IsEmpty && HasPicture)
            _playlist = LivePlaylist.Parse(File.ReadAllText(PlaylistPath));
        foreach (var file in Segments().Except([.. _playlist.Files, .. _left]))
            Delete(file);
    }

    public int NextNumber() =>
        Segments().Select(name => int.TryParse(name[..^SegmentExtension.Length], CultureInfo.InvariantCulture, out var n) ? n + 1 : 0)
            .Append(0).Max();

    public void Add(LiveSegment segment, bool isDiscontinuity)
    {
        if (_playlist.Add(segment.File, segment.Seconds, isDiscontinuity) is { } left)
            _left.Enqueue(left);
        Write(_playlist.ToString());
        while (_left.Count > KeptSegments)
            Delete(_left.Dequeue());
    }

    public void Delete(string file) => File.Delete(System.IO.Path.Combine(Path, file));

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

    /// <summary>Writes the playlist to a new file and renames it, so that readers never see a partial playlist.</summary>
    private void Write(string text)
    {
        var whole = PlaylistPath + ".new";
        File.WriteAllText(whole, text);
        File.Move(whole, PlaylistPath, overwrite: true);
    }
}
