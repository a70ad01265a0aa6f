namespace VideoChat.Application.Videos;

/// <summary>A provider that stores and plays videos, or receives and plays live streams.</summary>
public enum MediaProvider
{
    /// <summary>No provider is configured, so all calls fail as unavailable.</summary>
    Disabled,

    /// <summary>Videos are stored and processed on this server.</summary>
    Local,

    Bunny,
}
