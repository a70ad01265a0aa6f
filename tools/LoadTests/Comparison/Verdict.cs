using System.Globalization;

namespace VideoChat.LoadTests.Comparison;

/// <summary>Prints the results of a comparison: all servers side by side, then each goal and whether it is met.</summary>
internal static class Verdict
{
    private static readonly string[] SideBySide =
        ["fanout-1x200-4", "fanout-1x200-32", "fanout-1x1000-1", "fanout-100x10-1", "intake-1x1", "intake-10x5"];

    /// <summary>Returns 0 if every goal was measured and met, and 3 otherwise.</summary>
    public static int Run(Options options, TextWriter output)
    {
        var file = options.Text("results", "");
        options.MustBeEmpty();
        if (!File.Exists(file))
            throw new UsageException("--results takes the file that compare.sh has written.");
        var results = new Results(File.ReadLines(file));

        Rates(results, output);
        output.WriteLine();
        return Print(results, output);
    }

    private static void Rates(Results results, TextWriter output)
    {
        foreach (var scenario in SideBySide)
        {
            output.WriteLine($"{scenario,-34}{"deliveries/s",14}{"p99 ms",10}{"out of order",14}{"busy % (gen.)",16}");
            foreach (var server in results.Servers.Where(s => !double.IsNaN(results[s, scenario, "p99"])))
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {server,-32}{results[server, scenario, "deliveries_per_second"],14:#,0}{results[server, scenario, "p99"],10:0.0}" +
                    $"{results[server, scenario, "out_of_order"],14:#,0}" +
                    $"{results[server, scenario, "server_busy"],9:0} ({results[server, scenario, "generator_busy"]:0})"));
            }
        }
    }

    private static int Print(Results results, TextWriter output)
    {
        output.WriteLine($"{"goal",-48}{"ours",14}  {"limit",-24}{"limit is",14}  verdict");
        var all = true;
        foreach (var goal in Goals.All)
        {
            var met = goal.IsMet(results);
            all &= met == true;
            var verdict = met switch { true => "met", false => "NOT MET", null => "not measured" };
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{goal.What,-48}{goal.Ours(results),14:#,0.##}  {goal.Limit,-24}{goal.Against(results),14:#,0.##}  {verdict}"));
        }
        return all ? 0 : 3;
    }
}
