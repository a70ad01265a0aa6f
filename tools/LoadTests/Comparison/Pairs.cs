using System.Globalization;

namespace VideoChat.LoadTests.Comparison;

/// <summary>Compares two builds that were measured alternately: throughput and CPU per operation, pair by pair.</summary>
internal static class Pairs
{
    private static readonly (string Key, bool IsCost)[] Figures =
    [
        ("messages_per_second", false), ("requests_per_second", false), ("server_cpu_each", true),
    ];

    /// <summary>Returns 0 if nothing became worse by more than the tolerance, and 3 otherwise.</summary>
    public static int Run(Options options, TextWriter output)
    {
        var file = options.Text("results", "");
        var tolerance = options.Number("tolerance", 3) / 100.0;
        options.MustBeEmpty();
        if (!File.Exists(file))
            throw new UsageException("--results takes the file that pairs.sh has written.");
        return Print(new Results(File.ReadLines(file)), tolerance, output);
    }

    /// <param name="results">The servers are named <c>old-1</c>, <c>new-1</c>, <c>old-2</c> and so on.</param>
    /// <param name="tolerance">The fraction by which a figure may become worse.</param>
    /// <param name="output">Receives the table.</param>
    internal static int Print(Results results, double tolerance, TextWriter output)
    {
        var pairs = results.Servers.Count(server => server.StartsWith("new-", StringComparison.Ordinal));
        output.WriteLine($"{"new / old, " + pairs + " pairs",-44}{"median",8}  {"95 % interval",-18}verdict");
        var isWorse = false;
        foreach (var scenario in results.Scenarios.ToList())
        {
            foreach (var (key, isCost) in Figures.Where(figure => !double.IsNaN(results["old-1", scenario, figure.Key])))
            {
                var ratio = MedianRatio.Of(Enumerable.Range(1, pairs)
                    .Select(pair => results[$"new-{pair}", scenario, key] / results[$"old-{pair}", scenario, key]));
                var verdict = ratio.IsWorse(tolerance, isCost) ? "WORSE" : "ok";
                isWorse |= verdict != "ok";
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{scenario + " " + key,-44}{ratio.Median,8:0.000}  {$"{ratio.Low:0.000} to {ratio.High:0.000}",-18}{verdict}"));
            }
        }
        return isWorse ? 3 : 0;
    }
}
