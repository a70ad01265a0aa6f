namespace VideoChat.Application.Videos;

/// <summary>Videos to look after in the background. What gets lost here is found by the sweep.</summary>
public interface IVideoRefreshQueue
{
    /// <param name="videoId">The video.</param>
    /// <param name="news">What was heard of it; null where it is only to be looked at.</param>
    void Enqueue(Guid videoId, ProviderVideoStatus? news = null);
}
