namespace VideoChat.LoadTests.Measures;

/// <summary>Samples the memory of a process every 20 ms and keeps the maximum.</summary>
internal sealed class MemoryPeak
{
    private readonly int _process;
    private readonly double _before;
    private readonly Timer _timer;
    private double _peak;

    public MemoryPeak(int process)
    {
        _process = process;
        _before = _peak = Memory.OfProcess(process);
        _timer = new Timer(_ => Sample(), null, 20, 20);
    }

    public void AddTo(Report report)
    {
        _timer.Dispose();
        Sample();
        report.Add("server_memory_before", _before / 1_024, "MiB");
        report.Add("server_memory_peak", _peak / 1_024, "MiB");
    }

    private void Sample() => _peak = Math.Max(_peak, Memory.OfProcess(_process));
}
