using System.Globalization;
using System.Text;

namespace VideoChat.Infrastructure.LiveStreams.Local.Hls;

/// <summary>The media playlist of a live stream: a sliding window over the newest segments (RFC 8216, §6.2.2).</summary>
internal sealed class LivePlaylist
{
    private const int MaxSegments = 10;

    private const string MediaSequence = "#EXT-X-MEDIA-SEQUENCE:";
    private const string DiscontinuitySequence = "#EXT-X-DISCONTINUITY-SEQUENCE:";
    private const string TargetDuration = "#EXT-X-TARGETDURATION:";
    private const string Discontinuity = "#EXT-X-DISCONTINUITY";
    private const string Duration = "#EXTINF:";

    private readonly List<Segment> _segments = [];
    private long _mediaSequence;
    private long _discontinuitySequence;

    // RFC 8216, §6.2.1 forbids changing the target duration, but the longest segment is not known in advance. The target duration
    // therefore increases when necessary and never decreases.
    private int _targetSeconds = 2;

    public IEnumerable<string> Files => _segments.Select(segment => segment.File);

    public bool IsEmpty => _segments.Count == 0;

    public static LivePlaylist Parse(string text)
    {
        var playlist = new LivePlaylist();
        var (seconds, isDiscontinuity) = (0.0, false);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith(MediaSequence, StringComparison.Ordinal))
                playlist._mediaSequence = Number(line, MediaSequence);
            else if (line.StartsWith(DiscontinuitySequence, StringComparison.Ordinal))
                playlist._discontinuitySequence = Number(line, DiscontinuitySequence);
            else if (line.StartsWith(TargetDuration, StringComparison.Ordinal))
                playlist._targetSeconds = (int)Number(line, TargetDuration);
            else if (line == Discontinuity)
                isDiscontinuity = true;
            else if (line.StartsWith(Duration, StringComparison.Ordinal))
                _ = double.TryParse(line.AsSpan(Duration.Length).TrimEnd(','), CultureInfo.InvariantCulture, out seconds);
            else if (line[0] != '#')
            {
                playlist._segments.Add(new Segment(line, seconds, isDiscontinuity));
                isDiscontinuity = false;
            }
        }
        return playlist;
    }

    /// <summary>Adds a segment. Returns the file that leaves the window, or null if none does.</summary>
    public string? Add(string file, double seconds, bool isDiscontinuity)
    {
        _segments.Add(new Segment(file, seconds, isDiscontinuity));
        _targetSeconds = Math.Max(_targetSeconds, (int)Math.Round(seconds, MidpointRounding.AwayFromZero));
        if (_segments.Count <= MaxSegments)
            return null;
        var oldest = _segments[0];
        _segments.RemoveAt(0);
        _mediaSequence++;
        if (oldest.IsDiscontinuity)
            _discontinuitySequence++;
        return oldest.File;
    }

    public override string ToString()
    {
        var text = new StringBuilder()
            .Append("#EXTM3U\n#EXT-X-VERSION:3\n")
            .Append(CultureInfo.InvariantCulture, $"{TargetDuration}{_targetSeconds}\n")
            .Append(CultureInfo.InvariantCulture, $"{MediaSequence}{_mediaSequence}\n")
            .Append(CultureInfo.InvariantCulture, $"{DiscontinuitySequence}{_discontinuitySequence}\n");
        foreach (var segment in _segments)
        {
            if (segment.IsDiscontinuity)
                text.Append(Discontinuity).Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"{Duration}{segment.Seconds:F6},\n{segment.File}\n");
        }
        return text.ToString();
    }

    private static long Number(string line, string tag) =>
        long.TryParse(line.AsSpan(tag.Length), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private sealed record Segment(string File, double Seconds, bool IsDiscontinuity);
}
