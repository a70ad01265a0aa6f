using System.Globalization;

namespace VideoChat.LoadTests.Scaling;

/// <summary>
/// What loads cost on more machines than there are here: the cost of each work from the figures of <c>scale.sh</c>, checked
/// against each of them in turn, and the load at which the first part has no time left.
/// </summary>
internal static class ScalingRun
{
    private const double Full = 0.8; // A core that is busier makes all wait.
    private const double Second = 1_000_000;

    private static readonly int[] NodeCounts = [1, 2, 4, 8, 16, 32];
    private static readonly int[] RoomSizes = [2, 10, 100, 1_000, 10_000, 100_000];

    /// <summary>0 where the model foretells every measured load to so many per cent, 3 where not.</summary>
    public static int Run(Options options, TextWriter output)
    {
        var file = options.Text("results", "");
        var tolerance = options.Number("tolerance", 35);
        var (nodeCores, databaseCores) = (options.Number("node-cores", 1), options.Number("database-cores", 4));
        options.MustBeEmpty();
        if (!File.Exists(file))
            throw new UsageException("--results takes the file that scale.sh has written.");
        var figures = Figures.Read(File.ReadLines(file));

        var costs = Part.All.Select(part => Cost.Fit(part, figures.Of(part))).ToList();
        PrintCosts(costs, output);
        var worst = PrintErrors(figures, output);
        PrintLimits(costs, [nodeCores, databaseCores, 1], output);
        return worst <= tolerance / 100.0 ? 0 : 3;
    }

    private static void PrintCosts(List<Cost> costs, TextWriter output)
    {
        output.WriteLine("What it costs, in µs of a core:");
        foreach (var cost in costs)
        {
            foreach (var ((name, _), each) in cost.Part.Works.Zip(cost.Each))
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {cost.Part.Name,-10}{name,-52}{each,10:#,0.0}"));
        }
    }

    /// <summary>Each load as the model foretells it that knows the others only; returns the largest relative error.</summary>
    private static double PrintErrors(Figures figures, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{"Foretold from the other loads",-36}{"part",-10}{"measured %",12}{"foretold %",12}{"error",8}");
        var worst = 0.0;
        foreach (var part in Part.All)
        {
            var measured = figures.Of(part);
            foreach (var (load, busy) in measured)
            {
                var foretold = Cost.Fit(part, [.. measured.Where(other => other.Load != load)]).Of(load);
                var error = foretold / busy - 1;
                worst = Math.Max(worst, Math.Abs(error));
                var title = string.Create(CultureInfo.InvariantCulture, $"{load.Nodes} node(s), {load.Messages:0}/s to {load.Members:0} members");
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {title,-34}{part.Name,-10}{busy / Second * 100,12:0.0}{foretold / Second * 100,12:0.0}{error * 100,7:+0;-0}%"));
            }
        }
        return worst;
    }

    private static void PrintLimits(List<Cost> costs, double[] cores, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(
            $"Messages a second until the first part is {Full:P0} busy (a node has {cores[0]} core(s), the database {cores[1]}, Redis one), and which:");
        output.WriteLine("  members of a room " + string.Concat(NodeCounts.Select(nodes => $"{$"{nodes} node(s)",18}")));
        foreach (var members in RoomSizes)
        {
            var limits = NodeCounts.Select(nodes => Limit(costs, cores, nodes, members));
            output.WriteLine(
                $"  {members,-18:#,0}"
                + string.Concat(limits.Select(limit => $"{string.Create(CultureInfo.InvariantCulture, $"{limit.Messages:#,0} {limit.Part}"),18}")));
        }
    }

    // All costs are linear: what is there without any message, and what one message adds.
    private static (double Messages, string Part) Limit(List<Cost> costs, double[] cores, int nodes, int members) => costs
        .Zip(cores, (cost, count) =>
        {
            var idle = cost.Of(new Load(nodes, 0, members));
            var one = cost.Of(new Load(nodes, 1, members)) - idle;
            var there = Full * Second * count * (cost.Part == Part.Nodes ? nodes : 1);
            return (Messages: Math.Max(0, (there - idle) / one), cost.Part.Name);
        })
        .MinBy(limit => limit.Messages);
}
