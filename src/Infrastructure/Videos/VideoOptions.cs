namespace VideoChat.Infrastructure.Videos;

/// <summary>Configuration section <c>Video</c>.</summary>
public sealed class VideoOptions
{
    public const string Section = "Video";

    /// <summary>Who keeps and plays uploaded videos.</summary>
    public VideoProvider Provider { get; set; } = VideoProvider.Auto;
}

public enum VideoProvider
{
    /// <summary>Bunny.net where it is configured, else the local disk.</summary>
    Auto,

    /// <summary>Bunny.net.</summary>
    Bunny,

    /// <summary>The local disk.</summary>
    Local,

    /// <summary>Nobody: the video endpoints are 503.</summary>
    None,
}
