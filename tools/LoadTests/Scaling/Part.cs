namespace VideoChat.LoadTests.Scaling;

/// <summary>A resource that a load uses, and the operations that use it.</summary>
/// <param name="Name">The name in the figures of <c>scale.sh</c>.</param>
/// <param name="Works">The operations, and how often each occurs per second under a load.</param>
internal sealed record Part(string Name, IReadOnlyList<(string Name, Func<Load, double> Count)> Works)
{
    public static readonly Part Nodes = new("server",
    [
        ("a round of the log", load => load.Rounds),
        ("receiving a message", load => load.Messages),
        ("a write to a socket", load => load.Sends),
        ("a message in such a write", load => load.Deliveries),
        ("a read of what another machine has stored", load => load.Reads),
        ("an idle machine, per second", load => load.Nodes),
    ]);

    public static readonly Part Database = new("database",
    [
        ("a round of the log", load => load.Rounds),
        ("storing a message", load => load.Messages),
        ("a read by another machine", load => load.Reads),
        ("an idle machine, per second", load => load.Nodes),
    ]);

    public static readonly Part Redis = new("redis",
    [
        ("receiving a hint", load => load.RoomRounds),
        ("passing it to a machine", load => load.Hints),
        ("an idle machine, per second", load => load.Nodes),
    ]);

    /// <summary>
    /// The WAL of PostgreSQL. It is not a processor: the cost is its size relative to what can be written here per second.
    /// </summary>
    public static readonly Part Wal = new("wal",
    [
        ("a round of the log", load => load.Rounds),
        ("storing a message", load => load.Messages),
    ]);

    public static readonly IReadOnlyList<Part> All = [Nodes, Database, Redis, Wal];
}
