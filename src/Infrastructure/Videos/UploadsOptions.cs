using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Videos;

/// <summary>Configuration section <c>Uploads</c>.</summary>
public sealed class UploadsOptions
{
    public const string Section = "Uploads";

    /// <summary>The maximum size of a file, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long MaxBytes { get; set; } = 500L * 1_024 * 1_024;

    /// <summary>How long a transfer may stall, in either direction, in seconds.</summary>
    [Range(1, 3_600)]
    public int IdleSeconds { get; set; } = 100;

    /// <summary>
    /// The minimum average rate of an upload, in bytes per second. A transfer may fall behind this rate by <see cref="IdleSeconds"/>.
    /// </summary>
    [Range(1, 1_000_000_000)]
    public int MinBytesPerSecond { get; set; } = 8_192;
}
