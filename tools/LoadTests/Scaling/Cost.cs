using MathNet.Numerics.LinearRegression;

namespace VideoChat.LoadTests.Scaling;

/// <summary>The cost of each operation of a part in µs, fitted to the measured loads.</summary>
/// <param name="part">The part.</param>
/// <param name="each">The cost in µs of each of the part's operations.</param>
internal sealed class Cost(Part part, IReadOnlyList<double> each)
{
    public Part Part => part;

    public IReadOnlyList<double> Each => each;

    /// <summary>Fits by least squares of the relative errors. Negative costs become zero.</summary>
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

    // Solves in units in which all operations have equal weight. A slight pull towards zero makes two operations that always occur
    // together share their cost.
    private static double[] Solve(IReadOnlyList<(Load Load, double Busy)> measured, Func<Load, double>[] counts)
    {
        const double Draw = 0.03;
        var units = counts.Select(count => Math.Sqrt(measured.Sum(m => Math.Pow(count(m.Load) / m.Busy, 2)))).Select(u => u > 0 ? u : 1).ToArray();
        var rows = measured.Select(m => counts.Select((count, i) => count(m.Load) / m.Busy / units[i]).ToArray());
        var draws = units.Select((_, i) => units.Select((_, j) => i == j ? Draw : 0).ToArray());
        var each = MultipleRegression.QR([.. rows, .. draws], [.. measured.Select(_ => 1.0), .. units.Select(_ => 0.0)]);
        return [.. each.Zip(units, (e, unit) => e / unit)];
    }

    /// <summary>Returns the µs of a core that a second of this load takes.</summary>
    public double Of(Load load) => Part.Works.Zip(Each, (work, each) => work.Count(load) * each).Sum();

    /// <summary>Returns the sum of the squares of the relative errors.</summary>
    public double ErrorFor(IEnumerable<(Load Load, double Busy)> measured) =>
        measured.Sum(m => Math.Pow(Of(m.Load) / m.Busy - 1, 2));
}
