namespace VideoChat.LoadTests.Comparison;

/// <summary>A figure of VideoChat and its limit.</summary>
internal sealed record Goal(string What, string Limit, Func<Results, double> Ours, Func<Results, double> Against, bool IsCeiling)
{
    private const string Us = "videochat";

    /// <summary>Creates a goal of at least a multiple of another server's figure in the same scenario.</summary>
    public static Goal AtLeast(double factor, string server, string scenario, string what, string key = "deliveries_per_second") =>
        new(what, $"≥ {factor} × {server}", r => r[Us, scenario, key], r => factor * r[server, scenario, key], IsCeiling: false);

    /// <summary>Determines whether the goal is met. Returns null if a figure is missing.</summary>
    public bool? IsMet(Results results)
    {
        var (ours, against) = (Ours(results), Against(results));
        return double.IsNaN(ours) || double.IsNaN(against) ? null : IsCeiling ? ours <= against : ours >= against;
    }
}
