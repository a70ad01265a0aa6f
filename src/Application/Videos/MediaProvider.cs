namespace VideoChat.Application.Videos;

/// <summary>A provider that stores and plays videos, or receives and plays live streams.</summary>
public enum MediaProvider
{
    /// <summary>No provider is configured, so all calls fail as unavailable.</summary>
    Disabled,

    /// <summary>This server, with its own disk.</summary>
    Local,

    Bunny,
}
