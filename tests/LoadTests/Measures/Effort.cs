using System.Diagnostics;

namespace VideoChat.LoadTests.Measures;

/// <summary>How busy this process and the server are. A generator near 100 % of its core measures itself.</summary>
internal sealed class Effort
{
    private readonly Process _own = Process.GetCurrentProcess();
    private readonly Process? _server;
    private readonly TimeSpan _ownTime;
    private readonly TimeSpan _serverTime;
    private readonly long _began = Stopwatch.GetTimestamp();

    private Effort(int serverProcess)
    {
        _server = Find(serverProcess);
        _ownTime = _own.TotalProcessorTime;
        _serverTime = _server?.TotalProcessorTime ?? default;
    }

    /// <param name="serverProcess">The server's process id; 0 where it is not known.</param>
    public static Effort Begin(int serverProcess) => new(serverProcess);

    /// <param name="count">What the server did meanwhile: messages, requests.</param>
    public void AddTo(Report report, long count)
    {
        var elapsed = Stopwatch.GetElapsedTime(_began);
        _own.Refresh();
        report.Add("generator_busy", 100 * (_own.TotalProcessorTime - _ownTime) / elapsed, "% of a core");
        if (_server is null)
            return;
        _server.Refresh();
        var worked = _server.TotalProcessorTime - _serverTime;
        report.Add("server_busy", 100 * worked / elapsed, "% of a core");
        report.Add("server_cpu_each", worked.TotalMicroseconds / Math.Max(1, count), "µs");
        report.Add("server_memory", Memory.OfProcess(_server.Id) / 1_024, "MiB");
    }

    private static Process? Find(int process)
    {
        try
        {
            return process > 0 ? Process.GetProcessById(process) : null;
        }
        catch (ArgumentException)
        {
            throw new MeasurementException($"There is no process {process}; --pid takes the server's.");
        }
    }
}
