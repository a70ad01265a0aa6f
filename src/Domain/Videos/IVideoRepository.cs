using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.Videos;

/// <summary>The videos of all rooms. A change and its room event are written in one transaction.</summary>
public interface IVideoRepository
{
    Task<Video?> FindAsync(Guid videoId, CancellationToken cancellationToken);

    /// <summary>
    /// Lists a room's videos by creation, oldest first, after <paramref name="after"/>. A page ends early with the video whose
    /// description reaches <see cref="IRoomEventRepository.MaxPageContent"/>.
    /// </summary>
    Task<List<Video>> ListAsync(Guid roomId, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Lists videos that are neither ready nor failed, oldest first, after <paramref name="after"/>.</summary>
    Task<List<Video>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a video and announces it to its room.</summary>
    void Add(Video video);

    /// <summary>
    /// Changes the video's current state inside the writing transaction. The event that <paramref name="change"/> returns is appended to
    /// the room's log in the same transaction. The function may be called more than once.
    /// </summary>
    void Change(Video video, Func<Video, RoomEvent?> change);
}
