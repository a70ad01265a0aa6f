using VideoChat.LoadTests.Dialects;
using VideoChat.LoadTests.FanOut;
using VideoChat.LoadTests.Measures;

namespace VideoChat.LoadTests.Connections;

/// <summary>Measures the memory of idle connections, and whether all of them stay open.</summary>
internal static class IdleRun
{
    private const int BufferSize = 1_024;
    private const int MembersEach = 10;

    // These rooms are not measured, because the first connections pay one-time costs such as compiled code, pools and tables.
    private const int FirstRooms = 50;

    public static Report Measure(Options options)
    {
        var (server, dialect) = (options.Server(), options.Dialect());
        var connections = options.Number("connections", 5_000, least: MembersEach);
        var seconds = options.Number("seconds", 5);
        var processes = ServerProcesses.Read(options);
        options.MustBeEmpty();

        var tally = new Tally();
        using var crowd = new Crowd([server], dialect, tally);
        crowd.Join(FirstRooms, MembersEach, BufferSize);
        Thread.Sleep(TimeSpan.FromSeconds(1));
        var before = Memory.OfProcess(processes.Server);

        crowd.Join(connections / MembersEach, MembersEach, BufferSize);
        Thread.Sleep(TimeSpan.FromSeconds(seconds));

        var report = new Report($"idle: {connections} connections for {seconds} s, {MembersEach} to a room");
        var after = Memory.OfProcess(processes.Server);
        report.Add("server_memory", after / 1_024, "MiB");
        report.Add("memory_per_connection", (after - before) / (connections / MembersEach * MembersEach), "KiB");
        report.AddFault("closed_sockets", tally.Closed);
        return report;
    }
}
