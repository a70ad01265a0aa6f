using System.Diagnostics;

namespace VideoChat.LoadTests.Measures;

/// <summary>The CPU use of this process and the servers. Near 100 % of its core, the generator measures itself.</summary>
internal sealed class Effort
{
    private readonly Process _own = Process.GetCurrentProcess();
    private readonly ServerProcesses _servers;
    private readonly TimeSpan _ownTime;
    private readonly List<TimeSpan> _times;
    private readonly long _began = Stopwatch.GetTimestamp();

    private Effort(ServerProcesses servers)
    {
        _servers = servers;
        _ownTime = _own.TotalProcessorTime;
        _times = [.. servers.Parts.Select(part => ProcessTime.Of(part.Processes))];
    }

    public static Effort Begin(ServerProcesses servers) => new(servers);

    /// <param name="count">The number of messages or requests that the servers processed in the same time.</param>
    public void AddTo(Report report, long count)
    {
        var elapsed = Stopwatch.GetElapsedTime(_began);
        _own.Refresh();
        report.Add("generator_busy", 100 * (_own.TotalProcessorTime - _ownTime) / elapsed, "% of a core");
        foreach (var ((name, processes), before) in _servers.Parts.Zip(_times))
        {
            var worked = ProcessTime.Of(processes) - before;
            report.Add($"{name}_busy", 100 * worked / elapsed, "% of a core");
            report.Add($"{name}_cpu_each", worked.TotalMicroseconds / Math.Max(1, count), "µs");
            report.Add($"{name}_memory", processes.Sum(Memory.OfProcess) / 1_024, "MiB");
        }
    }
}
