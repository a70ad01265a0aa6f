namespace VideoChat.Application.Videos;

/// <summary>
/// A queue of videos to refresh in the background. It is not durable; a periodic job also refreshes unfinished videos.
/// </summary>
public interface IVideoRefreshQueue
{
    /// <param name="videoId">The video.</param>
    /// <param name="reported">The status that the provider reported in a webhook; otherwise null.</param>
    void Enqueue(Guid videoId, ProviderVideoStatus? reported = null);
}
