using System.Diagnostics;
using VideoChat.LoadTests.Dialects;
using VideoChat.LoadTests.FanOut;
using VideoChat.LoadTests.Measures;
using VideoChat.LoadTests.Order;

namespace VideoChat.LoadTests.Connections;

/// <summary>
/// All members except the senders lose their sockets. Their rooms continue, and all of them reconnect together and resume after the last
/// message that they have seen.
/// </summary>
internal static class ReconnectRun
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static Report Measure(Options options)
    {
        var (server, dialect) = (options.Server(), options.Dialect());
        var (sockets, rooms) = (options.Number("sockets", 2_000), options.Number("rooms", 100));
        var behind = options.Number("behind", 50);
        var processes = ServerProcesses.Read(options);
        options.MustBeEmpty();

        var tally = new Tally { Measuring = true };
        using var crowd = new Crowd([server], dialect, tally);
        crowd.Join(rooms, 1 + sockets / rooms);
        var senders = crowd.Rooms
            .Select((room, n) => new Sender(n + 1, room.Members[0], dialect, new string('x', 71), tally, isPaced: true))
            .ToList();
        Say(tally, senders, 1, membersEach: 1 + sockets / rooms);

        foreach (var member in Away(crowd))
            member.Dispose();
        Say(tally, senders, behind, membersEach: 1);

        var report = new Report($"reconnect: {sockets} sockets in {rooms} rooms, each {behind} behind");
        var effort = Effort.Begin(processes);
        var began = Stopwatch.GetTimestamp();
        var before = tally.Deliveries;
        Task.Run(() => ReconnectAsync(server, crowd)).GetAwaiter().GetResult();
        report.Add("all_connected", Stopwatch.GetElapsedTime(began).TotalSeconds, "s");
        var live = WaitFor(tally, before + (long)behind * rooms * (sockets / rooms), began);
        report.Add("all_live", live, "s");
        effort.AddTo(report, sockets);

        Say(tally, senders, 1, membersEach: 1 + sockets / rooms);
        crowd.AddFaults(report, senders);
        return report;
    }

    private static IEnumerable<Member> Away(Crowd crowd) => crowd.Rooms.SelectMany(room => room.Members.Skip(1));

    private static async Task ReconnectAsync(Uri server, Crowd crowd) => await Task.WhenAll(
        from room in crowd.Rooms
        from place in room.Members.Zip(room.Cast.Members).Skip(1)
        select place.First.JoinAsync(server, room.Cast.Id, place.Second, $"?after={place.First.Seen.Last}"));

    private static void Say(Tally tally, List<Sender> senders, int each, int membersEach)
    {
        var wanted = tally.Deliveries + (long)senders.Count * each * membersEach;
        senders.ForEach(sender => sender.Send(each));
        Tally.WaitUntilStill(() => tally.Deliveries, Timeout, wanted);
    }

    private static double WaitFor(Tally tally, long wanted, long began)
    {
        Tally.WaitUntilStill(() => tally.Deliveries, Timeout, wanted);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
