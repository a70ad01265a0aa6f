namespace VideoChat.Application.Health;

public interface IRealtimeProbe
{
    /// <summary>Open sockets of this process.</summary>
    int Connections { get; }

    /// <summary>in_process, up or degraded.</summary>
    string Backplane { get; }
}
