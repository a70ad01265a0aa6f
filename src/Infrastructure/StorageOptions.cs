using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure;

/// <summary>Configuration section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The folder of everything that VideoChat keeps on disk; relative to the content root.</summary>
    [Required]
    public string Path { get; set; } = "./data";
}
