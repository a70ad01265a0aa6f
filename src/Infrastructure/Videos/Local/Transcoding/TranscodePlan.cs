using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Videos.Local.Sources;

namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

/// <param name="StartSeconds">The start of the earlier track, relative to ffmpeg's time zero.</param>
/// <param name="DurationSeconds">The duration of both output tracks.</param>
/// <param name="CpuSeconds">The estimated CPU time.</param>
internal sealed record TranscodePlan(
    VideoSource Source, IReadOnlyList<Rung> Ladder, double StartSeconds, double DurationSeconds, double FramesPerSecond, bool HasSound,
    double CpuSeconds, int MaxCpuSeconds, long MaxBytes)
{
    // Still pictures are repeated at this rate, so that segments can be cut and players do not stall.
    private const double MinFrameRate = 10;

    /// <summary>
    /// The maximum ratio of output frames to source frames. It limits the cost of filling gaps with repeated frames.
    /// </summary>
    private const double MaxRepeats = 4;

    /// <summary>The seconds without packets that every video may contain. Longer gaps are limited in proportion to the rest.</summary>
    private const double FreeHoles = 600;

    /// <summary>The maximum ratio of packet bytes to file bytes. Packets may overlap in the file, but only up to this factor.</summary>
    private const int MaxOverlap = 4;

    private const long FreeOverlap = 1_024 * 1_024;

    private const int CpuSecondsToBegin = 120;

    /// <summary>The estimated speed of decoding and encoding. Tone mapping is slower.</summary>
    private const double PixelsPerCpuSecond = 40e6;
    private const double TonePixelsPerCpuSecond = 25e6;

    public TimeSpan MaxTime => TimeSpan.FromSeconds(MaxCpuSeconds * 2.0 + 60);

    /// <summary>Returns the reason why a file must not be transcoded, or null if it may be.</summary>
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

    /// <summary>Determines whether several packets refer to the same bytes of the file, because their total size far exceeds the file's size.</summary>
    public static bool Overlaps(PacketSurvey survey, long fileBytes) => survey.Bytes > FreeOverlap + fileBytes * MaxOverlap;

    public static TranscodePlan For(VideoSource source, PacketSurvey survey, long fileBytes, TranscodeOptions options)
    {
        var ladder = Transcoding.Ladder.For(source.Picture.Width, source.Picture.Height);
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
