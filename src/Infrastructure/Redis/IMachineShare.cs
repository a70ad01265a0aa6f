namespace VideoChat.Infrastructure.Redis;

/// <summary>Something that every machine keeps its own share of in Redis.</summary>
internal interface IMachineShare
{
    /// <summary>Whether this machine has nothing there.</summary>
    bool IsEmpty { get; }

    /// <summary>Writes this machine's share anew, after Redis was away or has lost it.</summary>
    /// <param name="wasTakenForDead">Another machine has removed the share, and said so to whom it concerns.</param>
    Task PutRightAsync(bool wasTakenForDead);

    /// <summary>Removes the share of a machine that is dead. Several may do so at once.</summary>
    Task RemoveAsync(string machine);
}
