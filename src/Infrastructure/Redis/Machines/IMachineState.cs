namespace VideoChat.Infrastructure.Redis.Machines;

/// <summary>State in Redis that consists of one part for each machine: presence, open sockets.</summary>
internal interface IMachineState
{
    /// <summary>Names the state in a machine's claims.</summary>
    string Kind { get; }

    /// <summary>Whether this machine's part is empty.</summary>
    bool IsEmpty { get; }

    /// <summary>Writes this machine's part again, after Redis was unreachable or has lost it.</summary>
    /// <param name="wasDeclaredDead">Whether another machine has removed the part and announced that.</param>
    Task RepublishAsync(bool wasDeclaredDead);

    /// <summary>Removes the part of a dead machine. A machine that is alive again keeps its part.</summary>
    Task RemoveAsync(string machine);
}
