namespace VideoChat.Application.Videos;

/// <summary>A queue of videos to refresh in the background. The periodic sweep finds what is lost here.</summary>
public interface IVideoRefreshQueue
{
    /// <param name="videoId">The video.</param>
    /// <param name="news">The status that the provider reported; null to only query it.</param>
    void Enqueue(Guid videoId, ProviderVideoStatus? news = null);
}
