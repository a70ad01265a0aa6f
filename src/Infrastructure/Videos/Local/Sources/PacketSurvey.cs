using System.Globalization;

namespace VideoChat.Infrastructure.Videos.Local.Sources;

/// <summary>Measures a file packet by packet, without decoding, because headers may be wrong and tracks rarely start together.</summary>
/// <param name="source">The header of the file.</param>
/// <param name="maxSeconds">The maximum duration of a video. A longer file is not surveyed completely, to limit memory use.</param>
internal sealed class PacketSurvey(VideoSource source, double maxSeconds)
{
    // The maximum number of video packets. It limits the memory use. A day at 100 frames per second has fewer packets.
    private const int MaxPackets = 10_000_000;

    /// <summary>The smallest gap, in seconds, that ffmpeg closes in broadcast timestamps (<c>-dts_delta_threshold</c>).</summary>
    private const double ClosedGap = 10;

    private const int Bucket = 10;

    private readonly List<double> _pictures = [];
    private readonly HashSet<long> _buckets = [];
    private readonly HashSet<long> _pictureBuckets = [];
    private double _start = double.PositiveInfinity;
    private double _end = double.NegativeInfinity;
    private double _lastPicture;
    private readonly Dictionary<int, double> _last = [];
    private readonly Dictionary<int, double> _next = [];
    private double _shift;
    private bool _hasSound;

    public bool IsTooMuch => _pictures.Count >= MaxPackets;

    public bool IsTooLong => _end - _start > maxSeconds;

    public int Frames => _pictures.Count;

    /// <summary>The total size of all packets. It can exceed the size of the file, because samples may overlap.</summary>
    public long Bytes { get; private set; }

    public bool HasSound => _hasSound;

    /// <summary>The start of the earlier track, relative to ffmpeg's time zero.</summary>
    public double StartSeconds => _start - source.StartSeconds;

    /// <summary>The time from the start of the earlier track to the end of the later one, or 0 if there are no video packets.</summary>
    public double DurationSeconds => Frames == 0 ? 0 : Math.Max(_end - _start, 0.001);

    public double FilledSeconds => (double)_buckets.Count * Bucket;

    public double AverageFrameRate => Frames / Math.Max(1, Math.Min(DurationSeconds, (double)_pictureBuckets.Count * Bucket));

    /// <summary>The typical frame rate, regardless of gaps; null if it cannot be determined.</summary>
    public double? FramesPerSecond { get; private set; }

    /// <summary>Adds a line of ffprobe's packet list: stream, pts, dts, duration, size, flags.</summary>
    public void Add(string line)
    {
        if (line.Split(',') is not [var stream, var pts, var dts, var duration, var size, var flags, ..]
            || !int.TryParse(stream, CultureInfo.InvariantCulture, out var index)
            || (index != source.Picture.Stream && index != source.AudioStream)
            // Packets with the flag D are skipped, because an edit list discards them.
            || flags.Contains('D', StringComparison.Ordinal))
        {
            return;
        }
        // A raw stream has no timestamps, so its frames are placed one after another.
        var shown = Number(pts) ?? Number(dts) ?? _next.GetValueOrDefault(index);
        _next[index] = shown + (Number(duration) ?? 0);
        var time = shown + ShiftAt(index, Number(dts) ?? shown);
        Bytes += long.TryParse(size, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0;
        var isPicture = index == source.Picture.Stream;
        _hasSound |= !isPicture;
        if (isPicture)
            _pictures.Add(time);
        _start = Math.Min(_start, time);
        _end = Math.Max(_end, time + (Number(duration) ?? 0));
        var bucket = (long)Math.Floor(time / Bucket);
        _buckets.Add(bucket);
        if (isPicture)
        {
            _pictureBuckets.Add(bucket);
            _lastPicture = Math.Max(_lastPicture, time);
        }
    }

    public void Complete()
    {
        _pictures.Sort();
        var steps = new List<double>(_pictures.Count);
        for (var i = 1; i < _pictures.Count; i++)
        {
            var step = _pictures[i] - _pictures[i - 1];
            if (step > 1e-6)
                steps.Add(step);
        }
        steps.Sort();
        if (steps.Count == 0)
            return;
        var typical = 1 / steps[steps.Count / 2];
        // The average in the header is used if it is close to the measured rate, because it is exact for a constant rate. Matroska
        // rounds timestamps to milliseconds.
        FramesPerSecond = source.Picture.FramesPerSecond is { } average && Math.Abs(average / typical - 1) < 0.1 ? average : typical;
        // The end includes the last frame, because some containers do not store its duration.
        _end = Math.Max(_end, _lastPicture + 1 / FramesPerSecond.Value);
    }

    /// <summary>Returns the offset that ffmpeg adds to the timestamps of a broadcast after a discontinuity.</summary>
    private double ShiftAt(int stream, double decoded)
    {
        if (!source.MayJump)
            return 0;
        if (_last.TryGetValue(stream, out var last) && Math.Abs(decoded + _shift - last) > ClosedGap)
            _shift = last - decoded;
        _last[stream] = decoded + _shift;
        return _shift;
    }

    private static double? Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
