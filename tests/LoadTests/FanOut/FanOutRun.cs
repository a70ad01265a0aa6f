using System.Diagnostics;
using VideoChat.LoadTests.Dialects;
using VideoChat.LoadTests.Measures;
using VideoChat.LoadTests.Order;

namespace VideoChat.LoadTests.FanOut;

/// <summary>Members in rooms, senders among them; every message is checked at every member.</summary>
internal sealed class FanOutRun : IDisposable
{
    private const int JoinAtOnce = 32;
    private static readonly TimeSpan Stillness = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FanOutPlan _plan;
    private readonly Tally _tally = new();
    private readonly List<Member> _members = [];
    private readonly List<(RoomOrder Order, List<Member> Members)> _rooms = [];
    private readonly List<Sender> _senders = [];

    private FanOutRun(FanOutPlan plan) => _plan = plan;

    public static Report Measure(FanOutPlan plan)
    {
        using var run = new FanOutRun(plan);
        // Awaited here and not there: after an await the rest would run on the thread that serves the sockets.
        Task.Run(run.JoinAllAsync).GetAwaiter().GetResult();
        Tally.WaitUntilStill(() => run._tally.OtherFrames, Stillness);
        return run.Measure();
    }

    public void Dispose()
    {
        foreach (var member in _members)
            member.Dispose();
    }

    private async Task JoinAllAsync()
    {
        var joins = new List<(Member Member, Guid RoomId, Person Person)>();
        foreach (var room in await _plan.Dialect.PrepareAsync(_plan.Server, _plan.Rooms, _plan.Members))
        {
            var order = new RoomOrder();
            var members = room.Members.Select(_ => new Member(_plan.Dialect, order, _tally)).ToList();
            _rooms.Add((order, members));
            _members.AddRange(members);
            foreach (var member in members.Take(_plan.Senders))
                _senders.Add(member.Sender = NewSender(member));
            joins.AddRange(members.Zip(room.Members, (member, person) => (member, room.Id, person)));
        }
        await Parallel.ForEachAsync(
            joins,
            new ParallelOptions { MaxDegreeOfParallelism = JoinAtOnce },
            async (join, _) => await join.Member.JoinAsync(_plan.Server, join.RoomId, join.Person));
    }

    private Sender NewSender(Member member)
    {
        var filling = new string('x', _plan.Bytes - Mark.Length - 1);
        return new Sender(_senders.Count + 1, member.Socket, _plan.Dialect, filling, _tally, isPaced: _plan.Rate > 0);
    }

    private Report Measure()
    {
        var report = new Report(_plan.Title);
        _tally.Sending = true;
        using var pace = _plan.Rate > 0 ? new Pace(_senders, _plan.Rate) : null;
        if (pace is null)
            _senders.ForEach(sender => sender.Send(_plan.Window));

        Thread.Sleep(TimeSpan.FromSeconds(_plan.WarmUpSeconds));
        var effort = Effort.Begin(_plan.ServerProcess);
        var (deliveries, sent, began) = (_tally.Deliveries, Sent, Stopwatch.GetTimestamp());
        _tally.Measuring = true;
        Thread.Sleep(TimeSpan.FromSeconds(_plan.Seconds));
        _tally.Measuring = false;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        report.Add("deliveries_per_second", (_tally.Deliveries - deliveries) / seconds, "/s");
        report.Add("messages_per_second", (Sent - sent) / seconds, "/s");
        effort.AddTo(report);

        pace?.Dispose();
        _tally.Sending = false;
        Tally.WaitUntilStill(() => _tally.Deliveries, Patience, wanted: Sent * (long)_plan.Members);
        _tally.Latencies.AddTo(report);
        AddFaults(report);
        return report;
    }

    private long Sent => _senders.Sum(sender => (long)sender.Sent);

    private void AddFaults(Report report)
    {
        var faults = new Faults();
        foreach (var (order, members) in _rooms)
        {
            members.ForEach(member => faults.Add(member.Seen, order.Last));
            faults.Add(order, members.Where(m => m.Sender is not null).Select(m => (m.Sender!.Number, m.Sender.Sent)));
        }
        faults.AddTo(report);
        report.AddFault("contradictions", _members.Sum(member => member.Contradictions));
        report.AddFault("closed_sockets", _tally.Closed);
    }
}
