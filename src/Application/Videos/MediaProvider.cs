namespace VideoChat.Application.Videos;

/// <summary>What stores and plays videos, or receives and plays live streams.</summary>
public enum MediaProvider
{
    /// <summary>No provider: calls fail as unavailable.</summary>
    Disabled,

    /// <summary>This server and its disk.</summary>
    Local,

    /// <summary>Bunny.net.</summary>
    Bunny,
}
