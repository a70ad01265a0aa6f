namespace VideoChat.LoadTests.Scaling;

/// <summary>Something whose processor is worn by a load, and by what of it.</summary>
/// <param name="Name">As in the figures that <c>scale.sh</c> writes.</param>
/// <param name="Works">What it does, and how often in a second under a load.</param>
internal sealed record Part(string Name, IReadOnlyList<(string Name, Func<Load, double> Count)> Works)
{
    public static readonly Part Nodes = new("server",
    [
        ("to take, store and announce a message", load => load.Messages),
        ("to send a message to a member", load => load.Deliveries),
        ("to hear of another machine's message and read it", load => load.Hints),
        ("to be there, each machine and second", load => load.Nodes),
    ]);

    public static readonly Part Database = new("database",
    [
        ("to store a message", load => load.Messages),
        ("to be asked for it by another machine", load => load.Hints),
        ("to be there, each machine and second", load => load.Nodes),
    ]);

    public static readonly Part Redis = new("redis",
    [
        ("to pass a hint to one machine", load => load.Messages * load.NodesOfARoom),
        ("to be there, each machine and second", load => load.Nodes),
    ]);

    public static readonly IReadOnlyList<Part> All = [Nodes, Database, Redis];
}
