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
    /// Has no effect. Earlier versions polled the database for unannounced events at this interval; now the interval is half a second.
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
