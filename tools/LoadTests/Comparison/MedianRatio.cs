using MathNet.Numerics.Distributions;

namespace VideoChat.LoadTests.Comparison;

/// <summary>The median of the ratios new / old, with an interval that holds the true median with at least 95 % confidence.</summary>
/// <param name="Median">The median of the sample.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
internal readonly record struct MedianRatio(double Median, double Low, double High)
{
    /// <summary>
    /// The minimum number of pairs. With fewer pairs, the interval does not reach 95 %, or is too wide to be useful.
    /// </summary>
    public const int MinPairs = 7;

    /// <summary>
    /// Returns the median and the interval between two order statistics. The interval assumes nothing about the distribution,
    /// because the count of ratios below the true median is binomial with p = 1/2.
    /// </summary>
    public static MedianRatio Of(IEnumerable<double> ratios)
    {
        var sorted = ratios.Order().ToArray();
        if (sorted.Length < MinPairs || sorted.Any(double.IsNaN))
            throw new MeasurementException($"A ratio needs at least {MinPairs} pairs, each measured.");

        var rank = 0;
        while (2 * Binomial.CDF(0.5, sorted.Length, rank + 1) <= 0.05)
            rank++;
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new MedianRatio(median, sorted[rank], sorted[^(rank + 1)]);
    }

    /// <summary>Determines whether the whole interval is worse than the tolerance.</summary>
    public bool IsWorse(double tolerance, bool isCost) => isCost ? Low > 1 + tolerance : High < 1 - tolerance;
}
