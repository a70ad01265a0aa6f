namespace VideoChat.LoadTests.Scaling;

/// <summary>What machines have to do, in a second.</summary>
/// <param name="Nodes">How many machines serve the rooms, any member on any of them.</param>
/// <param name="Messages">Sent, in all rooms.</param>
/// <param name="Members">Sockets of each room, spread evenly over the machines.</param>
internal readonly record struct Load(int Nodes, double Messages, double Members)
{
    public double Deliveries => Messages * Members;

    /// <summary>On how many machines a room has listeners.</summary>
    public double NodesOfARoom => Math.Min(Nodes, Members);

    /// <summary>How often a machine is told of a message that another has stored, and reads it.</summary>
    public double Hints => Messages * (NodesOfARoom - 1);
}
