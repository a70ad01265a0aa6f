namespace VideoChat.Application.Videos;

/// <summary>A provider that stores and plays videos, or receives and plays live streams.</summary>
public enum MediaProvider
{
    /// <summary>No provider is configured. Calls that need one fail as unavailable.</summary>
    Disabled,

    /// <summary>This server stores and processes videos, and receives live streams.</summary>
    Local,

    Bunny,
}
