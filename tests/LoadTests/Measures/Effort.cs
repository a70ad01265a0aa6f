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
        _server = serverProcess > 0 ? Process.GetProcessById(serverProcess) : null;
        _ownTime = _own.TotalProcessorTime;
        _serverTime = _server?.TotalProcessorTime ?? default;
    }

    /// <param name="serverProcess">The server's process id; 0 where it is not known.</param>
    public static Effort Begin(int serverProcess) => new(serverProcess);

    public void AddTo(Report report)
    {
        var elapsed = Stopwatch.GetElapsedTime(_began);
        _own.Refresh();
        report.Add("generator_busy", 100 * (_own.TotalProcessorTime - _ownTime) / elapsed, "% of a core");
        if (_server is null)
            return;
        _server.Refresh();
        report.Add("server_busy", 100 * (_server.TotalProcessorTime - _serverTime) / elapsed, "% of a core");
        report.Add("server_memory", _server.WorkingSet64 / 1048576.0, "MiB");
    }
}
