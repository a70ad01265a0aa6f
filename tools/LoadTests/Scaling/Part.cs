namespace VideoChat.LoadTests.Scaling;

/// <summary>A resource that a load uses, and the operations that use it.</summary>
/// <param name="Name">The name in the figures of <c>scale.sh</c>.</param>
/// <param name="Works">The operations, and how often each occurs in a second under a load.</param>
internal sealed record Part(string Name, IReadOnlyList<(string Name, Func<Load, double> Count)> Works)
{
    public static readonly Part Nodes = new("server",
    [
        ("to store what waits", load => load.Rounds),
        ("to take a message", load => load.Messages),
        ("to write to a socket", load => load.Sends),
        ("to deliver a message", load => load.Deliveries),
        ("to read what another machine has stored", load => load.Reads),
        ("to be there, each machine and second", load => load.Nodes),
    ]);

    public static readonly Part Database = new("database",
    [
        ("to store what waits", load => load.Rounds),
        ("to store a message", load => load.Messages),
        ("to be read by another machine", load => load.Reads),
        ("to be there, each machine and second", load => load.Nodes),
    ]);

    public static readonly Part Redis = new("redis",
    [
        ("to take a hint", load => load.RoomRounds),
        ("to pass it to a machine", load => load.Hints),
        ("to be there, each machine and second", load => load.Nodes),
    ]);

    /// <summary>Not a processor but the WAL of PostgreSQL. The cost is its size relative to what can be written here in a second.</summary>
    public static readonly Part Wal = new("wal",
    [
        ("to store what waits", load => load.Rounds),
        ("to store a message", load => load.Messages),
    ]);

    public static readonly IReadOnlyList<Part> All = [Nodes, Database, Redis, Wal];
}
