namespace VideoChat.Application.Health;

/// <summary>Reports this process's sockets and backplane to <c>/health</c>.</summary>
public interface IRealtimeProbe
{
    /// <summary>The number of open sockets of this process.</summary>
    int Connections { get; }

    /// <summary>The state of the backplane: in_process, up or degraded.</summary>
    string Backplane { get; }
}
