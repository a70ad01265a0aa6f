using System.Globalization;

namespace VideoChat.LoadTests.Scaling;

/// <summary>
/// Predicts loads on more machines than there are here. Fits the cost of each operation to the figures of <c>scale.sh</c>, validates it
/// against each of them in turn, and prints the load at which the first part is fully used.
/// </summary>
internal static class ScalingRun
{
    private const double Second = 1_000_000;
    private const int Rooms = 100;

    private static readonly double[] RoundTimes = [.. Enumerable.Range(0, 120).Select(i => i * 0.000_5)];
    private static readonly int[] NodeCounts = [1, 2, 4, 8, 16, 32];
    private static readonly int[] RoomSizes = [2, 10, 100, 1_000, 10_000, 100_000];

    /// <summary>Returns 0 if the median error of the predictions is within the tolerance, and 3 otherwise.</summary>
    public static int Run(Options options, TextWriter output)
    {
        var file = options.Text("results", "");
        var tolerance = options.Number("tolerance", 25);
        var (nodeCores, databaseCores) = (options.Number("node-cores", 1), options.Number("database-cores", 4));
        options.MustBeEmpty();
        if (!File.Exists(file))
            throw new UsageException("--results takes the file that scale.sh has written.");
        var figures = Figures.Read(File.ReadLines(file));

        var roundTime = FitRoundTime(figures);
        var costs = Part.All.Select(part => Cost.Fit(part, figures.Of(part, roundTime))).ToList();
        PrintCosts(costs, roundTime, output);
        var typical = PrintErrors(figures, output);
        PrintLimits(new Limits(costs, [nodeCores, databaseCores, 1, 1]), nodeCores, databaseCores, roundTime, output);
        return typical <= tolerance / 100.0 ? 0 : 3;
    }

    // Redis is not used for the fit, because its few clock ticks are too coarse.
    private static double FitRoundTime(Figures figures) =>
        RoundTimes.MinBy(time => Part.All.Where(part => part != Part.Redis).Sum(part => Cost.Fit(part, figures.Of(part, time)).ErrorFor(figures.Of(part, time))));

    private static void PrintCosts(List<Cost> costs, double roundTime, TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Costs in µs of a core (wal: of its maximum); messages within {roundTime * 1_000:0.0} ms share a round:"));
        foreach (var cost in costs)
        {
            foreach (var ((name, _), each) in cost.Part.Works.Zip(cost.Each))
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {cost.Part.Name,-10}{name,-52}{each,10:#,0.0}"));
        }
    }

    /// <summary>
    /// Predicts each load from a fit to the others, for the costs and for the duration of a round. Returns the median of the nodes'
    /// relative errors.
    /// </summary>
    private static double PrintErrors(Figures figures, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{"Predicted from the other loads",-36}{"part",-10}{"measured %",12}{"predicted %",12}{"error",8}");
        var errors = new List<double>();
        var others = figures.EachLeftOut().ToList();
        var roundTimes = others.Select(FitRoundTime).ToList();
        foreach (var part in Part.All)
        {
            for (var i = 0; i < others.Count; i++)
            {
                var (load, busy) = figures.Of(part, roundTimes[i])[i];
                var foretold = Cost.Fit(part, others[i].Of(part, roundTimes[i])).Of(load);
                var error = foretold / busy - 1;
                if (part == Part.Nodes)
                    errors.Add(Math.Abs(error));
                var title = string.Create(CultureInfo.InvariantCulture, $"{load.Nodes} node(s), {load.Messages:0}/s in {load.Rooms} × {load.Members:0}");
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {title,-34}{part.Name,-10}{busy / Second * 100,12:0.0}{foretold / Second * 100,12:0.0}{error * 100,7:+0;-0}%"));
            }
        }
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  Duration of a round, from the others: {roundTimes.Min() * 1_000:0.0} to {roundTimes.Max() * 1_000:0.0} ms."));
        return errors.Order().ElementAt(errors.Count / 2);
    }

    private static void PrintLimits(Limits limits, int nodeCores, int databaseCores, double roundTime, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(
            $"Messages a second until the first part is {Limits.Full:P0} busy, and that part, in {Rooms} rooms (a node has {nodeCores} core(s), the database {databaseCores}, Redis one; wal: the maximum measured here).");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"A time in brackets is the duration of a round that waits for the database (at most {Limits.LongestRound * 1_000:0} ms; alone {roundTime * 1_000:0.0} ms):"));
        output.WriteLine("  members of a room " + string.Concat(NodeCounts.Select(nodes => $"{$"{nodes} node(s)",24}")));
        foreach (var members in RoomSizes)
        {
            var cells = NodeCounts.Select(nodes => Cell(limits.Of(new Load(nodes, Rooms, members, 0, roundTime)), roundTime));
            output.WriteLine($"  {members,-18:#,0}" + string.Concat(cells.Select(cell => $"{cell,24}")));
        }
    }

    private static string Cell(Limit limit, double roundTime)
    {
        var cell = string.Create(CultureInfo.InvariantCulture, $"{limit.Load.Messages:#,0} {limit.Part.Name}");
        return limit.Load.RoundTime > roundTime
            ? cell + string.Create(CultureInfo.InvariantCulture, $" {limit.Load.RoundTime * 1_000:0} ms")
            : cell;
    }
}
