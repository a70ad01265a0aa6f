using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Storage;

/// <summary>Configuration section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The folder of all files that the server stores, relative to the content root.</summary>
    [Required]
    public string Path { get; set; } = "./data";

    /// <summary>
    /// The number of bytes on the disk that only the database may use. Other writers, such as uploads, stop before they use these
    /// bytes.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long ReserveBytes { get; set; } = 64L * 1_024 * 1_024;
}
