using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>Configuration section <c>Backplane</c>.</summary>
public sealed class BackplaneOptions
{
    public const string Section = "Backplane";

    /// <summary>
    /// What connects the processes: nothing, where there is one, or <c>Redis</c> (<c>ConnectionStrings:Redis</c>).
    /// </summary>
    [EnumDataType(typeof(BackplaneProvider))]
    public BackplaneProvider Provider { get; set; } = BackplaneProvider.InProcess;

    /// <summary>
    /// How long a machine may be silent until the others take it for dead and its users for gone. They look six times
    /// within it, so a user is gone after 4/3 of it at most.
    /// </summary>
    [Range(3, 3_600)]
    public int LeaseSeconds { get; set; } = 18;

    /// <summary>
    /// How often the database is asked whether the rooms with listeners have gained something that nobody told of, while
    /// all is well; while Redis is away it is asked once a second.
    /// </summary>
    [Range(1, 3_600)]
    public int LookSeconds { get; set; } = 5;
}

public enum BackplaneProvider
{
    /// <summary>Nothing: one process is all there is.</summary>
    InProcess,

    /// <summary>Redis: any number of processes on one database.</summary>
    Redis,
}
