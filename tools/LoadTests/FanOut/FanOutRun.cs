using System.Diagnostics;
using VideoChat.LoadTests.Measures;
using VideoChat.LoadTests.Order;

namespace VideoChat.LoadTests.FanOut;

/// <summary>Measures rooms in which some members send. Every member checks every message.</summary>
internal static class FanOutRun
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static Report Measure(FanOutPlan plan)
    {
        var tally = new Tally();
        using var crowd = new Crowd(plan.Servers, plan.Dialect, tally);
        crowd.Join(plan.Rooms, plan.Members);
        var senders = Senders(plan, crowd, tally);

        tally.Sending = true;
        using var pace = plan.Rate > 0 ? new Pace(senders, plan.Rate) : null;
        if (pace is null)
            senders.ForEach(sender => sender.Send(plan.Window));

        var report = new Report(plan.Title);
        Thread.Sleep(TimeSpan.FromSeconds(plan.WarmUpSeconds));
        MeasureWindow(plan, tally, senders, report);

        pace?.Dispose();
        tally.Sending = false;
        Tally.WaitUntilStill(() => tally.Deliveries, Timeout, wanted: Sent(senders) * plan.Members);
        tally.Latencies.AddTo(report);
        crowd.AddFaults(report, senders);
        return report;
    }

    private static void MeasureWindow(FanOutPlan plan, Tally tally, List<Sender> senders, Report report)
    {
        var effort = Effort.Begin(plan.Processes);
        var (deliveries, sent, began) = (tally.Deliveries, Sent(senders), Stopwatch.GetTimestamp());
        tally.Measuring = true;
        Thread.Sleep(TimeSpan.FromSeconds(plan.Seconds));
        tally.Measuring = false;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        report.Add("deliveries_per_second", (tally.Deliveries - deliveries) / seconds, "/s");
        report.Add("messages_per_second", (Sent(senders) - sent) / seconds, "/s");
        effort.AddTo(report, Sent(senders) - sent);
    }

    private static List<Sender> Senders(FanOutPlan plan, Crowd crowd, Tally tally)
    {
        var filling = new string('x', plan.Bytes - Mark.Length - 1);
        return [.. crowd.Rooms
            .SelectMany(room => room.Members.Take(plan.Senders))
            .Select((member, n) => new Sender(n + 1, member, plan.Dialect, filling, tally, isPaced: plan.Rate > 0))];
    }

    private static long Sent(List<Sender> senders) => senders.Sum(sender => (long)sender.Sent);
}
