namespace VideoChat.Infrastructure.Realtime.Redis;

/// <summary>State of which every machine keeps its own share in Redis: presence, open sockets.</summary>
internal interface IMachineShare
{
    /// <summary>Names the set of keys in which a machine has a share.</summary>
    string Kind { get; }

    /// <summary>Whether this machine has nothing there.</summary>
    bool IsEmpty { get; }

    /// <summary>Writes this machine's whole share again, after Redis was unreachable or has lost it.</summary>
    /// <param name="wasDeclaredDead">Another machine has removed the share and announced that.</param>
    Task RepublishAsync(bool wasDeclaredDead);

    /// <summary>Removes the share of a machine for as long as it counts as dead; one that is back keeps what it has.</summary>
    Task RemoveAsync(string machine);
}
