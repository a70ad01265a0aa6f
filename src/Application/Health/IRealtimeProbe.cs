namespace VideoChat.Application.Health;

/// <summary>The state of this process's sockets and backplane, for <c>/health</c>.</summary>
public interface IRealtimeProbe
{
    /// <summary>Open sockets of this process.</summary>
    int Connections { get; }

    /// <summary>in_process, up or degraded.</summary>
    string Backplane { get; }
}
