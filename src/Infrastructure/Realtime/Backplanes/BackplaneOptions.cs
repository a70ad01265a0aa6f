using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>Configuration section <c>Backplane</c>.</summary>
public sealed class BackplaneOptions
{
    public const string Section = "Backplane";

    /// <summary>What carries frames between processes: <c>InProcess</c>, for the one process that there is.</summary>
    [EnumDataType(typeof(BackplaneProvider))]
    public BackplaneProvider Provider { get; set; } = BackplaneProvider.InProcess;
}

public enum BackplaneProvider
{
    /// <summary>Nothing: one process is all there is.</summary>
    InProcess,
}
