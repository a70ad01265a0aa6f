namespace VideoChat.Application.Health;

/// <summary>Reports this process's sockets and backplane to <c>/health</c>.</summary>
public interface IRealtimeProbe
{
    /// <summary>The number of open sockets of this process.</summary>
    int Connections { get; }

    BackplaneState Backplane { get; }
}

/// <summary>The state of the backplane, which notifies other machines of stored events and signals.</summary>
public enum BackplaneState
{
    /// <summary>There is one machine and no backplane.</summary>
    InProcess,

    Up,

    /// <summary>The backplane cannot be reached, so broadcasts reach other machines late.</summary>
    Degraded,
}
