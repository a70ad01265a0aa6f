using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>Configuration section <c>Shutdown</c>: how the process stops.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>
    /// How long the process continues to serve while readiness is already 503, so that a load balancer can stop sending requests.
    /// </summary>
    [Range(0, 300)]
    public int DrainSeconds { get; set; }

    /// <summary>The time over which the sockets are closed, so that their clients do not all reconnect together.</summary>
    [Range(0, 300)]
    public int CloseSeconds { get; set; }

    public TimeSpan Drain => TimeSpan.FromSeconds(DrainSeconds);

    public TimeSpan Close => TimeSpan.FromSeconds(CloseSeconds);
}
