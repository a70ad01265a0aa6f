namespace VideoChat.LoadTests.Scaling;

/// <summary>The load at which the first part is fully used.</summary>
/// <param name="costs">The costs of each part's operations, including the nodes and the database.</param>
/// <param name="cores">The number of cores of each part, in the order of the costs; for the nodes, of each node.</param>
internal sealed class Limits(IReadOnlyList<Cost> costs, IReadOnlyList<double> cores)
{
    /// <summary>The utilization of a core above which everything waits for it.</summary>
    public const double Full = 0.8;

    /// <summary>The maximum duration of a round in seconds. A sender waits for the current round and for its own.</summary>
    public const double LongestRound = 0.25;

    private const double Second = 1_000_000;

    /// <summary>
    /// Returns the most messages per second for which no part is too busy. Bisection finds this number, because each part becomes
    /// busier with more messages.
    /// </summary>
    public Limit Of(Load idle)
    {
        var (low, high) = (0.0, 10_000_000.0);
        while (high - low > 0.001 * high && high > 0.001)
        {
            var middle = (low + high) / 2;
            if (Fullest(idle with { Messages = middle }).Utilization <= Full)
                low = middle;
            else
                high = middle;
        }
        return new Limit(Settle(idle with { Messages = low }), Fullest(idle with { Messages = high }).Part);
    }

    /// <summary>
    /// The rounds of all machines take turns at the database. If the database has no time for all of them, rounds take longer and
    /// each contains more, until the database is just not too busy, or the maximum duration is reached.
    /// </summary>
    private Load Settle(Load load)
    {
        var (low, high) = (load.RoundTime, LongestRound);
        if (IsWellFor(low))
            return load;
        while (high - low > 0.000_1)
        {
            var middle = (low + high) / 2;
            if (IsWellFor(middle))
                high = middle;
            else
                low = middle;
        }
        return load with { RoundTime = high };

        bool IsWellFor(double roundTime) => costs.Zip(cores)
            .Where(part => part.First.Part == Part.Database)
            .All(part => Utilization(part.First, part.Second, load with { RoundTime = roundTime }) <= Full);
    }

    // The machines use the CPU time of an idle system. The time that longer rounds save them is not counted.
    private (double Utilization, Part Part) Fullest(Load load)
    {
        var settled = Settle(load);
        return costs
            .Zip(cores, (cost, count) => (Utilization: Utilization(cost, count, cost.Part == Part.Nodes ? load : settled), cost.Part))
            .MaxBy(part => part.Utilization);
    }

    private static double Utilization(Cost cost, double cores, Load load) =>
        cost.Of(load) / Second / cores / (cost.Part == Part.Nodes ? load.Nodes : 1);
}

/// <param name="Load">The maximum load.</param>
/// <param name="Part">The part that has no time for more.</param>
internal readonly record struct Limit(Load Load, Part Part);
