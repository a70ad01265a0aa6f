namespace VideoChat.LoadTests.Scaling;

/// <summary>What machines have to do, in a second.</summary>
/// <param name="Nodes">How many machines serve the rooms; members are spread evenly over them, and so is what they send.</param>
/// <param name="Rooms">How many rooms talk.</param>
/// <param name="Members">Sockets of each room.</param>
/// <param name="Messages">Sent, in all rooms.</param>
/// <param name="RoundTime">How long a machine's log needs to store what waits, in s: what comes meanwhile shares the next round.</param>
internal readonly record struct Load(int Nodes, int Rooms, double Members, double Messages, double RoundTime = 0)
{
    public double Deliveries => Messages * Members;

    /// <summary>Commits, of all machines.</summary>
    public double Rounds => Messages / Batch;

    /// <summary>How often a room has news. So many rooms have at least one of a round's messages, if any room may have any.</summary>
    public double RoomRounds => Rounds * Rooms * (1 - Math.Pow(1 - 1.0 / Rooms, Batch));

    /// <summary>Writes to sockets: a room's messages of a round go out to a member as one.</summary>
    public double Sends => RoomRounds * Members;

    /// <summary>
    /// How often a machine reads what others have stored. As with rounds: what they say of a room while it reads, it reads with the next.
    /// </summary>
    public double Reads => Rooms * NodesOfARoom * Heard / (1 + Heard * RoundTime);

    /// <summary>How often Redis passes a hint to a machine.</summary>
    public double Hints => RoomRounds * NodesOfARoom;

    // By one machine of one room: how often others have stored something.
    private double Heard => RoomRounds / Rooms * (NodesOfARoom - 1) / NodesOfARoom;

    private double NodesOfARoom => Math.Min(Nodes, Members);

    // While a round runs, the messages of the next come in.
    private double Batch => 1 + Messages / Nodes * RoundTime;
}
