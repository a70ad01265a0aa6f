namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

/// <summary>A rendition of a video. Players choose among the renditions.</summary>
/// <param name="MaxKilobits">The maximum bit rate, in kbit/s.</param>
internal sealed record Rung(string Name, int Width, int Height, int MaxKilobits);

/// <summary>Chooses the renditions: at most 1080p and not larger than the source. 1080 × 1920 counts as 1080p too.</summary>
internal static class Ladder
{
    private const double BoxRatio = 16.0 / 9;

    /// <summary>A smaller rung is omitted if it exceeds this fraction of the largest one, because the two are too similar.</summary>
    private const double LeastStep = 0.9;

    private static readonly (int Lines, int MaxKilobits)[] Steps = [(360, 900), (480, 1_600), (720, 3_200), (1_080, 6_000)];

    public static IReadOnlyList<Rung> For(int width, int height)
    {
        var top = Math.Min(LinesOf(width, height), Steps[^1].Lines);
        return [
            .. Steps.Where(step => step.Lines < top * LeastStep).Select(step => Fit(width, height, step.Lines, step.MaxKilobits)),
            Fit(width, height, top, Steps.First(step => step.Lines >= Math.Floor(top)).MaxKilobits)];
    }

    private static double LinesOf(int width, int height) =>
        Math.Max(Math.Min(width, height), Math.Max(width, height) / BoxRatio);

    private static Rung Fit(int width, int height, double lines, int maxKilobits)
    {
        var scale = Math.Min(1, lines / LinesOf(width, height));
        return new Rung($"{Math.Round(lines)}p", Even(width * scale, width), Even(height * scale, height), maxKilobits);
    }

    // Returns an even side, because H.264 with 4:2:0 chroma needs one. A side is rounded down if rounding up would enlarge the
    // picture.
    private static int Even(double side, int max) => Math.Max(2, Math.Min((int)Math.Round(side / 2) * 2, max & ~1));
}
