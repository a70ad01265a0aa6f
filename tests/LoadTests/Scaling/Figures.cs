using System.Globalization;

namespace VideoChat.LoadTests.Scaling;

/// <summary>What <c>scale.sh</c> has measured: how busy each part was under each load.</summary>
internal sealed class Figures
{
    private readonly List<(Load Load, IReadOnlyDictionary<string, double> Values)> _runs = [];

    /// <param name="lines">A line each, <c>run nodes members key value</c>.</param>
    public static Figures Read(IEnumerable<string> lines)
    {
        var figures = new Figures();
        var runs = lines.Select(line => line.Split(' ')).Where(parts => parts.Length == 5).GroupBy(parts => (parts[0], parts[1], parts[2]));
        foreach (var run in runs)
        {
            var values = run.ToDictionary(parts => parts[3], parts => Number(parts[4]));
            var load = new Load((int)Number(run.Key.Item2), values["messages_per_second"], Number(run.Key.Item3));
            figures._runs.Add((load, values));
        }
        return figures;
    }

    /// <summary>The µs of a core that the part took in a second of each load.</summary>
    public IReadOnlyList<(Load Load, double Busy)> Of(Part part) =>
        [.. _runs.Select(run => (run.Load, run.Values[$"{part.Name}_busy"] * 10_000))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
