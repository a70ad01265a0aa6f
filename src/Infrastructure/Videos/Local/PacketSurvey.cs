using System.Globalization;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>
/// What is really in a file, read packet by packet without decoding: heads claim what they like, and the two tracks rarely span
/// the same time.
/// </summary>
/// <param name="source">The file's head.</param>
/// <param name="maxSeconds">The longest video; what is known of a longer one grows without end.</param>
internal sealed class PacketSurvey(VideoSource source, double maxSeconds)
{
    /// <summary>A file with more packets is not worth the memory: a day of 100 frames a second has fewer.</summary>
    private const int MaxPackets = 10_000_000;

    /// <summary>ffmpeg closes longer gaps in a broadcast (<c>-dts_delta_threshold</c>), in seconds.</summary>
    private const double ClosedGap = 10;

    /// <summary>One packet stands for this much time, in seconds.</summary>
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

    /// <summary>Whether there are too many packets to go on.</summary>
    public bool IsTooMuch => _pictures.Count >= MaxPackets;

    /// <summary>Whether the packets span more time than a video may.</summary>
    public bool IsTooLong => _end - _start > maxSeconds;

    /// <summary>Packets of the picture, about as many as it has frames.</summary>
    public int Frames => _pictures.Count;

    /// <summary>Bytes of all packets. Samples may overlap in the file, so that this is more than the file has.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the sound's track holds anything.</summary>
    public bool HasSound => _hasSound;

    /// <summary>When the earlier track begins, from where ffmpeg counts.</summary>
    public double StartSeconds => _start - source.StartSeconds;

    /// <summary>From the start of the earlier track to the end of the later one; 0 if there is no picture.</summary>
    public double DurationSeconds => Frames == 0 ? 0 : Math.Max(_end - _start, 0.001);

    /// <summary>Time that holds anything at all.</summary>
    public double FilledSeconds => (double)_buckets.Count * Bucket;

    /// <summary>Frames a second where there are any.</summary>
    public double AverageFrameRate => Frames / Math.Max(1, Math.Min(DurationSeconds, (double)_pictureBuckets.Count * Bucket));

    /// <summary>Frames a second for most of the time, without holes and repeats; null if one cannot tell.</summary>
    public double? FramesPerSecond { get; private set; }

    /// <summary>Reads a line of <see cref="FfmpegArguments.Packets"/>: stream, pts, dts, duration, size, flags.</summary>
    public void Add(string line)
    {
        if (line.Split(',') is not [var stream, var pts, var dts, var duration, var size, var flags, ..]
            || !int.TryParse(stream, CultureInfo.InvariantCulture, out var index)
            || (index != source.Picture.Stream && index != source.AudioStream)
            // Cut off by an edit list.
            || flags.Contains('D', StringComparison.Ordinal))
        {
            return;
        }
        // A bare stream has no time stamps; its frames follow each other.
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

    /// <summary>To be called after the last line.</summary>
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
        // The head's average is exact where the rate is constant; Matroska's time stamps are whole milliseconds.
        FramesPerSecond = source.Picture.FramesPerSecond is { } average && Math.Abs(average / typical - 1) < 0.1 ? average : typical;
        // Some containers do not say how long the last frame lasts.
        _end = Math.Max(_end, _lastPicture + 1 / FramesPerSecond.Value);
    }

    /// <summary>What ffmpeg adds to the time stamps of a broadcast from here on.</summary>
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
