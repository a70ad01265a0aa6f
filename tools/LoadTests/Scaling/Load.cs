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
    /// How often a room has new messages: the number of rooms that have at least one of a round's messages, if the messages are spread at
    /// random.
    /// </summary>
    public double RoomRounds => Rounds * Rooms * (1 - Math.Pow(1 - 1.0 / Rooms, Batch));

    /// <summary>The number of writes to sockets. A member receives a room's messages of a round in one write.</summary>
    public double Sends => RoomRounds * Members;

    /// <summary>
    /// How often a machine reads what others have stored. As with rounds, hints that arrive during a read are covered by the next one.
    /// </summary>
    public double Reads => Rooms * NodesOfARoom * RoundsOfOthers / (1 + RoundsOfOthers * RoundTime);

    /// <summary>How often Redis passes a hint to a machine.</summary>
    public double Hints => RoomRounds * NodesOfARoom;

    // How often other machines store messages of one room, as seen by one machine.
    private double RoundsOfOthers => RoomRounds / Rooms * (NodesOfARoom - 1) / NodesOfARoom;

    private double NodesOfARoom => Math.Min(Nodes, Members);

    // The number of messages of a round: one, and those that arrived during the previous round.
    private double Batch => 1 + Messages / Nodes * RoundTime;
}
