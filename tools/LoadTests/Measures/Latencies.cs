using System.Diagnostics;
using System.Numerics;

namespace VideoChat.LoadTests.Measures;

/// <summary>A histogram of durations with 64 steps per power of two, so the error is at most 1.6 %.</summary>
internal sealed class Latencies
{
    private const int StepBits = 6;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[(64 - StepBits + 1) * Steps];

    public long Count { get; private set; }

    public long Max { get; private set; }

    /// <param name="ticks">Ticks of <see cref="Stopwatch"/>.</param>
    public void Add(long ticks)
    {
        var value = Math.Max(0, ticks);
        _counts[IndexOf(value)]++;
        Count++;
        Max = Math.Max(Max, value);
    }

    /// <summary>Returns the duration at the given quantile.</summary>
    public double Milliseconds(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted && seen > 0)
                return InMilliseconds(Math.Min(Max, HighestAt(i)));
        }
        return 0;
    }

    public void AddTo(Report report, string prefix = "")
    {
        report.Add(prefix + "p50", Milliseconds(0.50), "ms");
        report.Add(prefix + "p95", Milliseconds(0.95), "ms");
        report.Add(prefix + "p99", Milliseconds(0.99), "ms");
        report.Add(prefix + "max", InMilliseconds(Max), "ms");
    }

    private static double InMilliseconds(long ticks) => ticks * 1_000.0 / Stopwatch.Frequency;

    private static int IndexOf(long value)
    {
        if (value < Steps)
            return (int)value;
        var exponent = BitOperations.Log2((ulong)value) - StepBits;
        return ((exponent + 1) << StepBits) + (int)((value >> exponent) - Steps);
    }

    private static long HighestAt(int index)
    {
        if (index < Steps)
            return index;
        var exponent = (index >> StepBits) - 1;
        return ((Steps + (long)(index & (Steps - 1)) + 1) << exponent) - 1;
    }
}
