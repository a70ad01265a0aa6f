using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>Configuration section <c>Shutdown</c>.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>
    /// How long the process keeps serving after the readiness check responds with 503, in seconds, so that a load balancer can remove it.
    /// </summary>
    [Range(0, 300)]
    public int DrainSeconds { get; set; }

    /// <summary>The period over which the sockets are closed, in seconds, so that not all clients reconnect together.</summary>
    [Range(0, 300)]
    public int CloseSeconds { get; set; }

    public TimeSpan Drain => TimeSpan.FromSeconds(DrainSeconds);

    public TimeSpan Close => TimeSpan.FromSeconds(CloseSeconds);
}
