namespace VideoChat.Infrastructure.Redis;

/// <summary>Something that every machine keeps its own share of in Redis.</summary>
internal interface IMachineShare
{
    /// <summary>What the places are called where machines have a share.</summary>
    string Kind { get; }

    /// <summary>Whether this machine has nothing there.</summary>
    bool IsEmpty { get; }

    /// <summary>Writes this machine's share anew, after Redis was away or has lost it.</summary>
    /// <param name="wasDeclaredDead">Another machine has removed the share, and said so to whom it concerns.</param>
    Task PutRightAsync(bool wasDeclaredDead);

    /// <summary>Removes the share of a machine for as long as it counts as dead; one that is back keeps what it has.</summary>
    Task RemoveAsync(string machine);
}
