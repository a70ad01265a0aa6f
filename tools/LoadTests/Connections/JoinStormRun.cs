using System.Diagnostics;
using VideoChat.LoadTests.Dialects;
using VideoChat.LoadTests.FanOut;
using VideoChat.LoadTests.Measures;
using VideoChat.LoadTests.Order;

namespace VideoChat.LoadTests.Connections;

/// <summary>
/// Very many users join one room within a second, and each join is announced to all. Measures the latency of other users, who chat in a
/// separate room at a steady rate before and during the storm.
/// </summary>
internal static class JoinStormRun
{
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Stillness = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static Report Measure(Options options)
    {
        var (server, dialect) = (options.Server(), options.Dialect());
        var (users, others) = (options.Number("users", 2_000), options.Number("others", 10));
        var rate = options.Number("rate", 100);
        var processes = ServerProcesses.Read(options);
        options.MustBeEmpty();

        var (talk, storm) = (new Tally(), new Tally());
        using var talkers = new Crowd([server], dialect, talk);
        using var joiners = new Crowd([server], dialect, storm);
        talkers.Join(1, others);
        var sender = new Sender(1, talkers.Members.First(), dialect, new string('x', 71), talk, isPaced: true);

        var report = new Report($"joins: {users} users join one room, {others} others talk elsewhere, {rate} messages/s");
        using var pace = new Pace([sender], rate);
        Thread.Sleep(TimeSpan.FromSeconds(1));
        var before = talk.Measure(() => Thread.Sleep(Calm));
        before.AddTo(report, "calm_");

        var memory = new MemoryPeak(processes.Server);
        var casts = Task.Run(() => dialect.PrepareAsync(server, 1, users)).GetAwaiter().GetResult();
        var effort = Effort.Begin(processes);
        var began = Stopwatch.GetTimestamp();
        var during = talk.Measure(() =>
        {
            joiners.JoinWithin(casts, TimeSpan.FromSeconds(1));
            report.Add("all_joined", Stopwatch.GetElapsedTime(began).TotalSeconds, "s");
            Tally.WaitUntilStill(() => storm.OtherFrames, Stillness);
        });
        report.Add("storm", (Stopwatch.GetElapsedTime(began) - Stillness).TotalSeconds, "s");
        during.AddTo(report, "storm_");
        report.Add("p99_ratio", during.Milliseconds(0.99) / before.Milliseconds(0.99), "×");
        report.Add("signals", storm.OtherFrames);
        effort.AddTo(report, users);
        memory.AddTo(report);

        pace.Dispose();
        Tally.WaitUntilStill(() => talk.Deliveries, Timeout, wanted: sender.Sent * (long)others);
        talkers.AddFaults(report, [sender]);
        report.AddFault("closed_joiners", storm.Closed);
        return report;
    }
}
