namespace VideoChat.Infrastructure.Redis.Machines;

/// <summary>State in Redis to which each machine contributes a part, for example presence or open sockets.</summary>
internal interface IMachineState
{
    string Kind { get; }

    bool IsEmpty { get; }

    /// <param name="wasDeclaredDead">Whether other machines may have removed the part and announced the removal.</param>
    Task RepublishAsync(bool wasDeclaredDead);

    /// <summary>Removes the part of a dead machine. Removes nothing if the machine is alive again.</summary>
    Task RemoveAsync(string machine);
}
