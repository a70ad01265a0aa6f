using VideoChat.LoadTests.Dialects;
using VideoChat.LoadTests.Measures;
using VideoChat.LoadTests.Order;

namespace VideoChat.LoadTests.FanOut;

/// <param name="Servers">The servers to which the members of each room connect, in turn.</param>
/// <param name="Window">
/// The maximum number of unconfirmed messages of a sender. The sender sends the next one when one returns.
/// </param>
/// <param name="Rate">
/// Messages per second of all senders together, independent of replies; 0 if the window determines the rate.
/// </param>
/// <param name="Bytes">The length of each message's content.</param>
internal sealed record FanOutPlan(
    string Name, IReadOnlyList<Uri> Servers, IDialect Dialect, int Rooms, int Members, int Senders, int Window, int Rate, int Bytes,
    int WarmUpSeconds, int Seconds, ServerProcesses Processes)
{
    /// <summary>Creates a plan with many members and few senders.</summary>
    public static FanOutPlan ForFanOut(Options options) => Read("fanout", options, members: 200, senders: 4, window: 1);

    /// <summary>Creates a plan in which every member sends as fast as possible.</summary>
    public static FanOutPlan ForIntake(Options options) => Read("intake", options, members: 1, senders: int.MaxValue, window: 256);

    public string Title =>
        $"{Name}: {Servers.Count} server(s), {Rooms} room(s) × {Members} member(s), {Senders} sender(s) each, " +
        (Rate > 0 ? $"{Rate} messages/s in all" : $"window {Window}") + $", {Bytes} bytes, {Seconds} s";

    private static FanOutPlan Read(string name, Options options, int members, int senders, int window)
    {
        var memberCount = options.Number("members", members);
        var plan = new FanOutPlan(
            name,
            options.Servers(),
            options.Dialect(),
            options.Number("rooms", 1),
            memberCount,
            Math.Min(memberCount, options.Number("senders", Math.Min(senders, memberCount))),
            options.Number("window", window),
            options.Number("rate", 0, least: 0),
            options.Number("bytes", 100, least: Mark.Length + 1),
            options.Number("warmup", 2, least: 0),
            options.Number("seconds", 10),
            ServerProcesses.Read(options));
        options.MustBeEmpty();
        return plan;
    }
}
