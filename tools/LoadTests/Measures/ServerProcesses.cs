using System.Globalization;

namespace VideoChat.LoadTests.Measures;

/// <summary>The measured processes, by role. Unknown ones are omitted.</summary>
internal sealed record ServerProcesses(IReadOnlyList<(string Name, IReadOnlyList<int> Processes)> Parts)
{
    /// <summary>The id of the only measured server, or 0 if it is unknown.</summary>
    public int Server => Parts is [("server", [var only]), ..] ? only : 0;

    public static ServerProcesses Read(Options options) => new(
    [
        .. Part("server", options.Text("pid", "0")),
        .. Part("database", options.Text("database-pid", "0")),
        .. Part("redis", options.Text("redis-pid", "0")),
    ]);

    private static IEnumerable<(string Name, IReadOnlyList<int> Processes)> Part(string name, string ids)
    {
        var processes = ids.Split(',').Select(Id).Where(id => id > 0).ToList();
        if (processes.Find(id => !Directory.Exists($"/proc/{id}")) is > 0 and var missing)
            throw new MeasurementException($"There is no process {missing}. --pid takes the id of the server's process.");
        return processes.Count == 0 ? [] : [(name, processes)];
    }

    private static int Id(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw new UsageException("--pid, --database-pid and --redis-pid take process ids, separated by commas.");
}
