using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>What is made of a file, and what that may cost: decided from what is really in it.</summary>
/// <param name="Source">Its head.</param>
/// <param name="Ladder">The sizes.</param>
/// <param name="StartSeconds">Where its earlier track begins, from where ffmpeg counts.</param>
/// <param name="DurationSeconds">How long both tracks are made: as long as the later end.</param>
/// <param name="FramesPerSecond">The constant frame rate.</param>
/// <param name="HasSound">Whether the sound's track holds anything.</param>
/// <param name="CpuSeconds">The work, roughly.</param>
/// <param name="MaxCpuSeconds">Where ffmpeg is stopped.</param>
/// <param name="MaxBytes">What may be written.</param>
internal sealed record TranscodePlan(
    VideoSource Source, IReadOnlyList<Rung> Ladder, double StartSeconds, double DurationSeconds, double FramesPerSecond, bool HasSound,
    double CpuSeconds, int MaxCpuSeconds, long MaxBytes)
{
    /// <summary>A still picture with sound is repeated this often, so that segments can be cut and players do not stall.</summary>
    private const double MinFrameRate = 10;

    /// <summary>Repeats are bounded by the frames that there are: a film of holes is not filled at the rate between them.</summary>
    private const double MaxRepeats = 4;

    /// <summary>A hole without picture or sound of this many seconds in all is played; more only beside what is there.</summary>
    private const double FreeHoles = 600;

    /// <summary>Packets may share bytes of the file, but not make a film of a few pictures.</summary>
    private const int MaxOverlap = 4;

    private const long FreeOverlap = 1_024 * 1_024;

    private const int CpuSecondsToBegin = 120;

    /// <summary>Pixels that one core decodes or encodes in a second, roughly; tone mapping is slower.</summary>
    private const double PixelsPerCpuSecond = 40e6;
    private const double TonePixelsPerCpuSecond = 25e6;

    /// <summary>Wall time that a job may take.</summary>
    public TimeSpan MaxTime => TimeSpan.FromSeconds(MaxCpuSeconds * 2.0 + 60);

    /// <summary>Why a file is not transcoded at all; null if it is.</summary>
    public static VideoFailure? RefusalOf(VideoSource source, PacketSurvey survey, long fileBytes, TranscodeOptions options)
    {
        var pixels = (double)source.Picture.CodedWidth * source.Picture.CodedHeight;
        if (pixels > options.MaxPixels
            || survey.IsTooMuch
            || Overlaps(survey, fileBytes)
            || pixels * survey.Frames > options.MaxPixelsPerSecond * Math.Max(1, survey.DurationSeconds))
        {
            return VideoFailure.TooLarge;
        }
        if (survey.IsTooLong)
            return VideoFailure.TooLong;
        return survey.Frames == 0
            || survey.DurationSeconds > FreeHoles + survey.FilledSeconds * MaxRepeats
                ? VideoFailure.Damaged
                : null;
    }

    /// <summary>Whether the packets are so much more than the file that it repeats itself.</summary>
    public static bool Overlaps(PacketSurvey survey, long fileBytes) => survey.Bytes > FreeOverlap + fileBytes * MaxOverlap;

    public static TranscodePlan For(VideoSource source, PacketSurvey survey, long fileBytes, TranscodeOptions options)
    {
        var ladder = Local.Ladder.For(source.Picture.Width, source.Picture.Height);
        var rate = RateOf(survey, options.MaxFrameRate);
        var duration = Math.Max(survey.DurationSeconds, 1 / rate);
        var encoded = rate * duration * ladder.Sum(rung => (double)rung.Width * rung.Height);
        var decoded = (double)source.Picture.CodedWidth * source.Picture.CodedHeight * survey.Frames;
        var toned = source.Picture.Color.IsHdr ? rate * duration * ladder[^1].Width * ladder[^1].Height : 0;
        return new TranscodePlan(
            source, ladder, survey.StartSeconds, duration, rate, survey.HasSound,
            (encoded + decoded) / PixelsPerCpuSecond + toned / TonePixelsPerCpuSecond,
            (int)Math.Min(options.MaxCpuSeconds, CpuSecondsToBegin + duration * options.MaxCpuSecondsPerSecond),
            MaxBytesOf(fileBytes, options));
    }

    private static double RateOf(PacketSurvey survey, int max)
    {
        var rate = survey.FramesPerSecond ?? MinFrameRate;
        if (rate > max + 0.5)
            rate /= Math.Ceiling(rate / max);
        return Math.Clamp(rate, MinFrameRate, Math.Max(MinFrameRate, MaxRepeats * survey.AverageFrameRate));
    }

    private static long MaxBytesOf(long fileBytes, TranscodeOptions options) =>
        fileBytes > (long.MaxValue - options.MinOutputBytes) / options.MaxOutputRatio
            ? long.MaxValue
            : options.MinOutputBytes + fileBytes * options.MaxOutputRatio;
}
