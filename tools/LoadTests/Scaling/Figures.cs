using System.Globalization;

namespace VideoChat.LoadTests.Scaling;

/// <summary>The figures of <c>scale.sh</c>: how busy each part was under each load.</summary>
internal sealed class Figures
{
    private readonly List<(Load Load, IReadOnlyDictionary<string, double> Values)> _runs = [];

    private Figures(IEnumerable<(Load Load, IReadOnlyDictionary<string, double> Values)> runs) => _runs.AddRange(runs);

    /// <param name="lines">One figure per line, <c>run nodes rooms members key value</c>.</param>
    public static Figures Read(IEnumerable<string> lines)
    {
        var figures = new Figures(Parse(lines));
        return figures._runs.Count > 1 ? figures : throw new UsageException("The results contain fewer than two loads.");
    }

    private static IEnumerable<(Load Load, IReadOnlyDictionary<string, double> Values)> Parse(IEnumerable<string> lines) =>
        from line in lines
        let parts = line.Split(' ')
        where parts.Length == 6
        group parts by (Name: parts[0], Nodes: Number(parts[1]), Rooms: Number(parts[2]), Members: Number(parts[3])) into run
        let values = run.ToDictionary(parts => parts[4], parts => Number(parts[5]))
        select (
            new Load((int)run.Key.Nodes, (int)run.Key.Rooms, run.Key.Members, Value(values, "messages_per_second")),
            (IReadOnlyDictionary<string, double>)values);

    /// <summary>Returns, for each load, the figures of all others, in the order of the loads.</summary>
    public IEnumerable<Figures> EachLeftOut() => _runs.Select((_, i) => new Figures(_runs.Where((_, j) => j != i)));

    /// <summary>Returns the µs per second that the part worked under each load.</summary>
    public IReadOnlyList<(Load Load, double Busy)> Of(Part part, double roundTime) =>
        [.. _runs.Select(run => (run.Load with { RoundTime = roundTime }, Value(run.Values, $"{part.Name}_busy") * 10_000))];

    private static double Value(IReadOnlyDictionary<string, double> values, string key) => values.TryGetValue(key, out var value)
        ? value
        : throw new UsageException($"The results have no {key}. Were they written by another version of scale.sh?");

    private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new UsageException($"The results contain '{text}' instead of a number.");
}
