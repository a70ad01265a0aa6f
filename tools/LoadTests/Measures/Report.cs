using System.Globalization;

namespace VideoChat.LoadTests.Measures;

/// <summary>The results of a run, one row each.</summary>
internal sealed class Report(string title)
{
    private readonly List<(string Key, double Value, string Unit)> _rows = [];

    /// <summary>Indicates whether no message was lost, duplicated or out of order, and nothing else was wrong.</summary>
    public bool IsSound { get; private set; } = true;

    public void Add(string key, double value, string unit = "") => _rows.Add((key, value, unit));

    /// <summary>Adds a row that must be zero.</summary>
    public void AddFault(string key, long count)
    {
        Add(key, count);
        IsSound &= count == 0;
    }

    /// <summary>Prints a table for people or, if plain, one <c>key value</c> per line for programs.</summary>
    public void Print(TextWriter output, bool plain)
    {
        if (!plain)
            output.WriteLine(title);
        foreach (var (key, value, unit) in _rows)
        {
            output.WriteLine(plain
                ? string.Create(CultureInfo.InvariantCulture, $"{key} {value:0.###}")
                : string.Create(CultureInfo.InvariantCulture, $"  {key.Replace('_', ' '),-32}{value,16:#,0.###} {unit}"));
        }
    }
}
