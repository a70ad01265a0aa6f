namespace VideoChat.LoadTests.Scaling;

/// <summary>The work of the machines per second.</summary>
/// <param name="Nodes">The number of machines. Members, and the messages that they send, are spread evenly over them.</param>
/// <param name="Rooms">The number of active rooms.</param>
/// <param name="Members">The number of sockets in each room.</param>
/// <param name="Messages">The number of messages sent in all rooms.</param>
/// <param name="RoundTime">
/// The time in seconds that a machine's log needs to store its queue. Messages that arrive during it share the next round.
/// </param>
internal readonly record struct Load(int Nodes, int Rooms, double Members, double Messages, double RoundTime = 0)
{
    public double Deliveries => Messages * Members;

    /// <summary>The number of commits of all machines.</summary>
    public double Rounds => Messages / Batch;

    /// <summary>
    /// The number of pairs of a round and a room that has new messages in it, if the messages are spread over the rooms at random.
    /// </summary>
    public double RoomRounds => Rounds * Rooms * (1 - Math.Pow(1 - 1.0 / Rooms, Batch));

    /// <summary>The number of writes to sockets. A member receives a room's messages of a round in one write.</summary>
    public double Sends => RoomRounds * Members;

    /// <summary>
    /// The number of reads, by all machines, of events that other machines stored. Hints that arrive during a read share the next read.
    /// </summary>
    public double Reads => Rooms * NodesOfARoom * RoundsOfOthers / (1 + RoundsOfOthers * RoundTime);

    /// <summary>The number of hints that Redis passes to machines, in total.</summary>
    public double Hints => RoomRounds * NodesOfARoom;

    // The number of rounds in which other machines store messages of one room, as seen by one machine.
    private double RoundsOfOthers => RoomRounds / Rooms * (NodesOfARoom - 1) / NodesOfARoom;

    private double NodesOfARoom => Math.Min(Nodes, Members);

    // The number of messages of a round: one, and those that arrived during the previous round.
    private double Batch => 1 + Messages / Nodes * RoundTime;
}
