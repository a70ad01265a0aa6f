using MathNet.Numerics.LinearRegression;

namespace VideoChat.LoadTests.Scaling;

/// <summary>What each work of a part costs, in µs, such that the measured loads come out as they did.</summary>
/// <param name="part">What is worn.</param>
/// <param name="each">In µs, one for each of the part's works.</param>
internal sealed class Cost(Part part, IReadOnlyList<double> each)
{
    public Part Part => part;

    public IReadOnlyList<double> Each => each;

    /// <summary>Least squares of the relative errors. What would cost less than nothing costs nothing.</summary>
    public static Cost Fit(Part part, IReadOnlyList<(Load Load, double Busy)> measured)
    {
        var works = Enumerable.Range(0, part.Works.Count).ToList();
        while (true)
        {
            var each = Solve(measured, [.. works.Select(w => part.Works[w].Count)]);
            if (each.Min() < 0)
            {
                works.RemoveAt(Array.IndexOf(each, each.Min()));
                continue;
            }
            var all = new double[part.Works.Count];
            for (var i = 0; i < works.Count; i++)
                all[works[i]] = each[i];
            return new Cost(part, all);
        }
    }

    // In units in which all works weigh the same, and each a little drawn to nothing: two that always come together share
    // what they cost.
    private static double[] Solve(IReadOnlyList<(Load Load, double Busy)> measured, Func<Load, double>[] counts)
    {
        const double Draw = 0.03;
        var units = counts.Select(count => Math.Sqrt(measured.Sum(m => Math.Pow(count(m.Load) / m.Busy, 2)))).Select(u => u > 0 ? u : 1).ToArray();
        var rows = measured.Select(m => counts.Select((count, i) => count(m.Load) / m.Busy / units[i]).ToArray());
        var draws = units.Select((_, i) => units.Select((_, j) => i == j ? Draw : 0).ToArray());
        var each = MultipleRegression.QR([.. rows, .. draws], [.. measured.Select(_ => 1.0), .. units.Select(_ => 0.0)]);
        return [.. each.Zip(units, (e, unit) => e / unit)];
    }

    /// <summary>The µs of a core that a second of this load takes.</summary>
    public double Of(Load load) => Part.Works.Zip(Each, (work, each) => work.Count(load) * each).Sum();

    /// <summary>The sum of the squares of the relative errors.</summary>
    public double ErrorFor(IEnumerable<(Load Load, double Busy)> measured) =>
        measured.Sum(m => Math.Pow(Of(m.Load) / m.Busy - 1, 2));
}
