using static VideoChat.LoadTests.Comparison.Goal;

namespace VideoChat.LoadTests.Comparison;

/// <summary>VideoChat's goals, in figures of a single run.</summary>
internal static class Goals
{
    private const string Us = "videochat", Disk = "disk", Floor = "floor", DurableFloor = "durable-floor";
    private const string SignalREf = "signalr-ef", SocketIo = "socketio";
    private const string Messages = "messages_per_second", Requests = "requests_per_second", Cost = "server_cpu_each";

    public static readonly Goal[] All =
    [
        AtLeast(0.8, DurableFloor, "fanout-1x200-4", "fan-out 1 × 200, 4 senders: deliveries/s"),
        AtLeast(0.5, Floor, "fanout-1x200-4", "fan-out 1 × 200, 4 senders: deliveries/s"),
        AtLeast(8, SignalREf, "fanout-1x200-4", "fan-out 1 × 200, 4 senders: deliveries/s"),
        AtLeast(3, SocketIo, "fanout-1x200-4", "fan-out 1 × 200, 4 senders: deliveries/s"),
        AtLeast(0.8, Floor, "fanout-1x200-32", "fan-out 1 × 200, 32 senders: deliveries/s"),
        AtLeast(0.8, Floor, "fanout-1x1000-1", "fan-out 1 × 1,000, 1 sender: deliveries/s"),
        AtLeast(1.5, SocketIo, "fanout-1x1000-1", "fan-out 1 × 1,000, 1 sender: deliveries/s"),
        AtLeast(0.6, Floor, "fanout-100x10-1", "fan-out 100 × 10, 1 sender each: deliveries/s"),
        AtLeast(8, SignalREf, "fanout-100x10-1", "fan-out 100 × 10, 1 sender each: deliveries/s"),

        new("p99 at half of our maximum: ms", "≤ 2 × floor + a commit", r => r[Us, "latency", "p99"],
            r => (2 * r[Floor, "latency", "p99"]) + r[Disk, "commit", "commit_p99"], IsCeiling: true),

        AtLeast(20, SignalREf, "intake-1x1", "intake, 1 socket, window 256: messages/s", Messages),
        AtLeast(20, SignalREf, "intake-10x5", "intake, 50 senders in 10 rooms: messages/s", Messages),
        new("intake, 1 socket, window 256: messages/s", "≥ 0.4 × disk", r => r[Us, "intake-1x1", Messages],
            r => 0.4 * r[Disk, "commit", "rows_per_second"], IsCeiling: false),
        new("intake, 50 senders in 10 rooms: messages/s", "≥ 0.4 × disk", r => r[Us, "intake-10x5", Messages],
            r => 0.4 * r[Disk, "commit", "rows_per_second"], IsCeiling: false),

        new("idle connection: KiB", "≤ floor + 2 KiB", r => r[Us, "idle", "memory_per_connection"],
            r => r[Floor, "idle", "memory_per_connection"] + 2, IsCeiling: true),

        AtLeast(8, SignalREf, "messages-1000", "GET messages of 1,000: requests/s", Requests),
        new("GET messages of 1,000,000: requests/s", "≥ 0.8 × of 1,000", r => r[Us, "messages-1000000", Requests],
            r => 0.8 * r[Us, "messages-1000", Requests], IsCeiling: false),
        AtLeast(4, SignalREf, "users", "POST /users: requests/s", Requests),
        AtLeast(4, SignalREf, "rooms", "POST /rooms: requests/s", Requests),
        new("GET /rooms/{id}: requests/s", "≥ 0.5 × our own GET /", r => r[Us, "room", Requests],
            r => 0.5 * r[Us, "root", Requests], IsCeiling: false),

        new("2,000 come back, 50 behind: s", "≤ 3 s", r => r[Us, "reconnect", "all_live"], _ => 3, IsCeiling: true),
        new("2,000 join: p99 of the others", "≤ 3 × before", r => r[Us, "joins", "p99_ratio"], _ => 3, IsCeiling: true),

        .. CostOfOneMore("10,000 rooms", "cost-rooms"),
        .. CostOfOneMore("1,000,000 messages", "cost-messages"),
        .. CostOfOneMore("5,000 connections", "cost-connections"),
    ];

    // A server that becomes cheaper gains nothing, so only the upper bound is a goal.
    private static Goal[] CostOfOneMore(string what, string scenario) =>
    [
        new($"a message beside {what}: µs of CPU", "≤ 1.2 × without", r => r[Us, scenario, Cost],
            r => 1.2 * r[Us, "cost-base", Cost], IsCeiling: true),
    ];
}
