using System.Diagnostics;
using VideoChat.LoadTests.Dialects;
using VideoChat.LoadTests.Measures;
using VideoChat.LoadTests.Order;

namespace VideoChat.LoadTests.FanOut;

/// <summary>Rooms whose members each have a socket.</summary>
internal sealed class Crowd(IReadOnlyList<Uri> servers, IDialect dialect, Tally tally) : IDisposable
{
    private const int JoinAtOnce = 32;
    private static readonly TimeSpan Stillness = TimeSpan.FromMilliseconds(300);

    private readonly List<CrowdedRoom> _rooms = [];

    public IReadOnlyList<CrowdedRoom> Rooms => _rooms;

    public IEnumerable<Member> Members => _rooms.SelectMany(room => room.Members);

    /// <summary>Adds rooms with members. Waits until all have joined and no more signals arrive.</summary>
    public void Join(int rooms, int membersEach, int bufferSize = 16 * 1024)
    {
        // JoinAsync is awaited on another thread, because after an await this method would continue on the thread that serves the
        // sockets.
        Task.Run(() => JoinAsync(rooms, membersEach, bufferSize)).GetAwaiter().GetResult();
        Tally.WaitUntilStill(() => tally.OtherFrames, Stillness);
    }

    /// <summary>Adds members at a steady rate, without waiting for earlier ones, and then waits until all have joined.</summary>
    public void JoinWithin(IReadOnlyList<RoomCast> casts, TimeSpan time)
    {
        var places = Places(casts, bufferSize: 16 * 1024);
        var joins = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        while (joins.Count < places.Count)
        {
            var due = Math.Min(places.Count, (int)(places.Count * (Stopwatch.GetElapsedTime(began) / time)) + 1);
            foreach (var (member, roomId, person) in places[joins.Count..due])
                joins.Add(Task.Run(() => member.JoinAsync(servers[0], roomId, person)));
            Thread.Sleep(1);
        }
        Task.WaitAll(joins);
    }

    public void AddFaults(Report report, IEnumerable<Sender> senders)
    {
        var faults = new FaultCount();
        var byMember = senders.ToDictionary(sender => sender.Member);
        foreach (var room in _rooms)
        {
            foreach (var member in room.Members)
                faults.Add(member.Seen, room.Order.Last);
            faults.Add(room.Order, room.Members.Where(byMember.ContainsKey).Select(m => (byMember[m].Number, byMember[m].Sent)));
        }
        faults.AddTo(report);
        report.AddFault("contradictions", Members.Sum(member => member.Contradictions));
        report.AddFault("closed_sockets", tally.Closed);
    }

    public void Dispose()
    {
        foreach (var member in Members)
            member.Dispose();
    }

    private async Task JoinAsync(int rooms, int membersEach, int bufferSize)
    {
        var joins = Places(await dialect.PrepareAsync(servers[0], rooms, membersEach), bufferSize);
        await Parallel.ForEachAsync(
            joins.Select((join, n) => (join.Member, join.RoomId, join.Person, Server: servers[n % servers.Count])),
            new ParallelOptions { MaxDegreeOfParallelism = JoinAtOnce },
            async (join, _) => await join.Member.JoinAsync(join.Server, join.RoomId, join.Person));
    }

    private List<(Member Member, Guid RoomId, Person Person)> Places(IEnumerable<RoomCast> casts, int bufferSize)
    {
        var places = new List<(Member Member, Guid RoomId, Person Person)>();
        foreach (var cast in casts)
        {
            var order = new RoomOrder();
            var members = cast.Members.Select(_ => new Member(dialect, order, tally, bufferSize)).ToList();
            _rooms.Add(new CrowdedRoom(cast, order, members));
            places.AddRange(members.Zip(cast.Members, (member, person) => (member, cast.Id, person)));
        }
        return places;
    }
}

internal sealed record CrowdedRoom(RoomCast Cast, RoomOrder Order, IReadOnlyList<Member> Members);
