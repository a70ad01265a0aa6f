using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Redis;

/// <summary>Configuration section <c>Backplane</c>.</summary>
public sealed class BackplaneOptions
{
    public const string Section = "Backplane";

    /// <summary>
    /// How processes exchange events: <c>InProcess</c> for a single process, or <c>Redis</c> (<c>ConnectionStrings:Redis</c>).
    /// </summary>
    [EnumDataType(typeof(BackplaneProvider))]
    public BackplaneProvider Provider { get; set; } = BackplaneProvider.InProcess;

    /// <summary>
    /// How long a machine may be silent before the other machines consider it dead, in seconds. A dead machine is detected after at most
    /// 4/3 of this time.
    /// </summary>
    [Range(3, 3_600)]
    public int LeaseSeconds { get; set; } = 18;

    /// <summary>
    /// The interval of polling the database for unannounced events, in seconds. While Redis is down, the interval is one second.
    /// </summary>
    [Range(1, 3_600)]
    public int LookSeconds { get; set; } = 5;
}

public enum BackplaneProvider
{
    InProcess,

    /// <summary>Any number of processes that share one database and one Redis.</summary>
    Redis,
}
