namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>One size of a video that players may choose.</summary>
/// <param name="Name">720p.</param>
/// <param name="Width">In pixels, even.</param>
/// <param name="Height">In pixels, even.</param>
/// <param name="MaxKilobits">The most of them in a second.</param>
internal sealed record Rung(string Name, int Width, int Height, int MaxKilobits);

/// <summary>
/// The sizes that a video is made in: never larger than it is, at most 1080p. A size is a box of 16:9, lying or standing as
/// the picture does, so that a phone's 1080 × 1920 is 1080p as well.
/// </summary>
internal static class Ladder
{
    private const double BoxRatio = 16.0 / 9;

    /// <summary>A step that is nearly as large as the one above it helps nobody.</summary>
    private const double LeastStep = 0.9;

    private static readonly (int Lines, int MaxKilobits)[] Steps = [(360, 900), (480, 1_600), (720, 3_200), (1_080, 6_000)];

    public static IReadOnlyList<Rung> For(int width, int height)
    {
        var top = Math.Min(LinesOf(width, height), Steps[^1].Lines);
        return [
            .. Steps.Where(step => step.Lines < top * LeastStep).Select(step => Fit(width, height, step.Lines, step.MaxKilobits)),
            Fit(width, height, top, Steps.First(step => step.Lines >= Math.Floor(top)).MaxKilobits)];
    }

    /// <summary>The short side of the smallest box that the picture fits into.</summary>
    private static double LinesOf(int width, int height) =>
        Math.Max(Math.Min(width, height), Math.Max(width, height) / BoxRatio);

    private static Rung Fit(int width, int height, double lines, int maxKilobits)
    {
        var scale = Math.Min(1, lines / LinesOf(width, height));
        return new Rung($"{Math.Round(lines)}p", Even(width * scale, width), Even(height * scale, height), maxKilobits);
    }

    // H.264 wants even sides. Nothing grows, but for what has one line only.
    private static int Even(double side, int max) => Math.Max(2, Math.Min((int)Math.Round(side / 2) * 2, max & ~1));
}
