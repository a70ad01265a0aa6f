using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>Configuration section <c>Shutdown</c>: how the process goes when it is told to end.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>
    /// How long it goes on serving while readiness is 503 already, so that a load balancer can take notice. Of use where
    /// there is one.
    /// </summary>
    [Range(0, 300)]
    public int DrainSeconds { get; set; }

    /// <summary>Over how long the sockets are closed, so that their clients do not all come back at once.</summary>
    [Range(0, 300)]
    public int CloseSeconds { get; set; }

    public TimeSpan Drain => TimeSpan.FromSeconds(DrainSeconds);

    public TimeSpan Close => TimeSpan.FromSeconds(CloseSeconds);
}
