using System.Globalization;

namespace VideoChat.Infrastructure.Videos.Local.Sources;

/// <summary>
/// Measures the actual content of a file, packet by packet and without decoding, because headers may be wrong and the two tracks rarely
/// have the same span.
/// </summary>
/// <param name="source">The header of the file.</param>
/// <param name="maxSeconds">The longest allowed video. The survey of a longer one would use unbounded memory.</param>
internal sealed class PacketSurvey(VideoSource source, double maxSeconds)
{
    /// <summary>The limit of memory: a day at 100 frames a second has fewer packets.</summary>
    private const int MaxPackets = 10_000_000;

    /// <summary>ffmpeg removes longer gaps from a broadcast (<c>-dts_delta_threshold</c>), in seconds.</summary>
    private const double ClosedGap = 10;

    /// <summary>The time that one packet is taken to fill, in seconds.</summary>
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

    /// <summary>Whether the limit of packets is reached.</summary>
    public bool IsTooMuch => _pictures.Count >= MaxPackets;

    /// <summary>Whether the packets span more than the longest allowed video.</summary>
    public bool IsTooLong => _end - _start > maxSeconds;

    /// <summary>The number of video packets, which is about the number of frames.</summary>
    public int Frames => _pictures.Count;

    /// <summary>The bytes of all packets. They can exceed the file, because samples may overlap in it.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the audio track has any packets.</summary>
    public bool HasSound => _hasSound;

    /// <summary>The start of the earlier track, relative to ffmpeg's zero.</summary>
    public double StartSeconds => _start - source.StartSeconds;

    /// <summary>The time from the start of the earlier track to the end of the later one; 0 without video packets.</summary>
    public double DurationSeconds => Frames == 0 ? 0 : Math.Max(_end - _start, 0.001);

    /// <summary>The time that contains packets.</summary>
    public double FilledSeconds => (double)_buckets.Count * Bucket;

    /// <summary>The frame rate of the parts that have frames.</summary>
    public double AverageFrameRate => Frames / Math.Max(1, Math.Min(DurationSeconds, (double)_pictureBuckets.Count * Bucket));

    /// <summary>The usual frame rate, without gaps and repeats; null if it cannot be determined.</summary>
    public double? FramesPerSecond { get; private set; }

    /// <summary>Adds a line of ffprobe's packet list: stream, pts, dts, duration, size, flags.</summary>
    public void Add(string line)
    {
        if (line.Split(',') is not [var stream, var pts, var dts, var duration, var size, var flags, ..]
            || !int.TryParse(stream, CultureInfo.InvariantCulture, out var index)
            || (index != source.Picture.Stream && index != source.AudioStream)
            // Discarded by an edit list.
            || flags.Contains('D', StringComparison.Ordinal))
        {
            return;
        }
        // A raw stream has no time stamps, so its frames are placed one after another.
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

    /// <summary>Completes the survey. Call it after the last line.</summary>
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
        // The average in the header is exact for a constant rate, whereas Matroska's time stamps are rounded to milliseconds.
        FramesPerSecond = source.Picture.FramesPerSecond is { } average && Math.Abs(average / typical - 1) < 0.1 ? average : typical;
        // Some containers do not store the duration of the last frame.
        _end = Math.Max(_end, _lastPicture + 1 / FramesPerSecond.Value);
    }

    /// <summary>Returns the offset that ffmpeg adds to the time stamps of a broadcast from this packet on.</summary>
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
