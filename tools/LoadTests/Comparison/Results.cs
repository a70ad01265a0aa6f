using System.Globalization;

namespace VideoChat.LoadTests.Comparison;

/// <summary>The figures of a comparison, one per line: <c>server scenario key value</c>.</summary>
internal sealed class Results
{
    private readonly Dictionary<(string Server, string Scenario, string Key), double> _figures = [];

    public Results(IEnumerable<string> lines)
    {
        foreach (var parts in lines.Select(line => line.Split(' ')).Where(parts => parts.Length == 4))
            _figures[(parts[0], parts[1], parts[2])] = double.Parse(parts[3], CultureInfo.InvariantCulture);
    }

    public IEnumerable<string> Servers => _figures.Keys.Select(key => key.Server).Distinct();

    public IEnumerable<string> Scenarios => _figures.Keys.Select(key => key.Scenario).Distinct();

    /// <summary>Returns the figure, or NaN if it was not measured.</summary>
    public double this[string server, string scenario, string key] =>
        _figures.GetValueOrDefault((server, scenario, key), double.NaN);
}
