using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Videos;

/// <summary>Configuration section <c>Video</c>.</summary>
public sealed class VideoOptions
{
    public const string Section = "Video";

    public const int MinReconcileSeconds = 1;
    public const int MaxReconcileSeconds = 86_400;

    public VideoProvider Provider { get; set; } = VideoProvider.Auto;

    /// <summary>The interval at which the provider is polled for unfinished videos, in seconds.</summary>
    [Range(MinReconcileSeconds, MaxReconcileSeconds)]
    public int ReconcileSeconds { get; set; } = 60;
}

public enum VideoProvider
{
    /// <summary>Bunny.net if it is configured, otherwise the local disk.</summary>
    Auto,

    Bunny,

    Local,

    /// <summary>No provider. The video endpoints respond with 503.</summary>
    None,
}
