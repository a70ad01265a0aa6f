using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.Videos;

/// <summary>Stores videos. A change and its room event are written in one transaction.</summary>
public interface IVideoRepository
{
    Task<Video?> FindAsync(Guid videoId, CancellationToken cancellationToken);

    /// <summary>
    /// Lists the room's videos that follow <paramref name="after"/>, oldest first. A page ends early when its descriptions
    /// reach <see cref="IRoomEventRepository.MaxPageContent"/>.
    /// </summary>
    Task<List<Video>> ListAsync(Guid roomId, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Lists the videos of all rooms that are neither ready nor failed, oldest first.</summary>
    Task<List<Video>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a video and appends its first event to the room log.</summary>
    void Add(Video video);

    /// <summary>
    /// Applies <paramref name="change"/> to the stored state inside the write transaction, and appends the event that it returns
    /// to the room log. A transaction that is retried calls the function again.
    /// </summary>
    void Change(Video video, Func<Video, RoomEvent?> change);
}
