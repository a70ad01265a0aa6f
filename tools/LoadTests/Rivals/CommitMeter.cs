using System.Diagnostics;
using VideoChat.Rivals.Floor;

namespace VideoChat.Rivals;

/// <summary>
/// Measures the rate of commits on this disk alone: prepared inserts, one and 256 per commit, <c>synchronous=FULL</c>.
/// </summary>
internal static class CommitMeter
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    public static int Run(FloorDisk disk)
    {
        var single = Times(disk, rows: 1);
        var batched = Times(disk, rows: 256);
        Console.WriteLine($"commit_p50 {single[single.Count / 2]:0.###}");
        Console.WriteLine($"commit_p99 {single[single.Count * 99 / 100]:0.###}");
        Console.WriteLine($"commits_per_second {1_000 * single.Count / single.Sum():0}");
        Console.WriteLine($"rows_per_second {256_000 * batched.Count / batched.Sum():0}");
        return 0;
    }

    private static List<double> Times(FloorDisk disk, int rows)
    {
        var room = Guid.NewGuid();
        var times = new List<double>();
        var began = Stopwatch.GetTimestamp();
        for (long seq = 0; Stopwatch.GetElapsedTime(began) < Duration;)
        {
            var batch = new List<FloorMessage>();
            while (batch.Count < rows)
                batch.Add(new FloorMessage(room, room, "load-000000", new string('x', 100), $"{seq:d28}") { Seq = ++seq });
            var start = Stopwatch.GetTimestamp();
            disk.Commit(batch);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        times.Sort();
        return times;
    }
}
