namespace VideoChat.LoadTests.Scaling;

/// <summary>The load at which the first part has no time left.</summary>
/// <param name="costs">What each part's works cost, the nodes' and the database's among them.</param>
/// <param name="cores">How many cores each part has, in the order of the costs; of the nodes: each node.</param>
internal sealed class Limits(IReadOnlyList<Cost> costs, IReadOnlyList<double> cores)
{
    /// <summary>How busy a core may be before all wait for it.</summary>
    public const double Full = 0.8;

    /// <summary>How long a round may become, in s: who sends waits for the one that runs and for his own.</summary>
    public const double LongestRound = 0.25;

    private const double Second = 1_000_000;

    /// <summary>
    /// The most messages a second that no part is too busy for. The more messages, the busier each part: it is found by halving.
    /// </summary>
    public Limit Of(Load idle)
    {
        var (low, high) = (0.0, 10_000_000.0);
        while (high - low > 0.001 * high && high > 0.001)
        {
            var middle = (low + high) / 2;
            if (Fullest(idle with { Messages = middle }).Share <= Full)
                low = middle;
            else
                high = middle;
        }
        return new Limit(Settle(idle with { Messages = low }), Fullest(idle with { Messages = high }).Part);
    }

    /// <summary>
    /// The rounds of all machines take turns at the database. Where it has no time for so many they take longer, and each holds
    /// more: as long as the database is just not too busy, or as long as they may.
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
            .All(part => Share(part.First, part.Second, load with { RoundTime = roundTime }) <= Full);
    }

    // What longer rounds spare the machines is not counted: theirs are as they are where nothing waits.
    private (double Share, Part Part) Fullest(Load load)
    {
        var settled = Settle(load);
        return costs
            .Zip(cores, (cost, count) => (Share: Share(cost, count, cost.Part == Part.Nodes ? load : settled), cost.Part))
            .MaxBy(part => part.Share);
    }

    private static double Share(Cost cost, double cores, Load load) =>
        cost.Of(load) / Second / cores / (cost.Part == Part.Nodes ? load.Nodes : 1);
}

/// <param name="Load">The most that is well.</param>
/// <param name="Part">What has no time for more.</param>
internal readonly record struct Limit(Load Load, Part Part);
