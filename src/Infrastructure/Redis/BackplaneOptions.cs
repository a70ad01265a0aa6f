using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Redis;

/// <summary>Configuration section <c>Backplane</c>.</summary>
public sealed class BackplaneOptions
{
    public const string Section = "Backplane";

    /// <summary>
    /// How processes are connected: <c>InProcess</c> for a single process, or <c>Redis</c> (<c>ConnectionStrings:Redis</c>).
    /// </summary>
    [EnumDataType(typeof(BackplaneProvider))]
    public BackplaneProvider Provider { get; set; } = BackplaneProvider.InProcess;

    /// <summary>
    /// How long a machine may be silent before the others consider it dead and remove its users. They check six times per lease, so this
    /// takes at most 4/3 of a lease.
    /// </summary>
    [Range(3, 3_600)]
    public int LeaseSeconds { get; set; } = 18;

    /// <summary>
    /// How often the database is polled for events that were not announced, while Redis is up. While it is down, the interval is one
    /// second.
    /// </summary>
    [Range(1, 3_600)]
    public int LookSeconds { get; set; } = 5;
}

public enum BackplaneProvider
{
    /// <summary>A single process.</summary>
    InProcess,

    /// <summary>Any number of processes, connected through Redis, on one database.</summary>
    Redis,
}
