using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.Videos;

public interface IVideoRepository
{
    Task<Video?> FindAsync(Guid videoId, CancellationToken cancellationToken);

    /// <summary>A room's videos by creation, oldest first; only those behind <paramref name="after"/>.</summary>
    Task<List<Video>> ListAsync(Guid roomId, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Videos that are neither ready nor failed, oldest first, behind <paramref name="after"/>.</summary>
    Task<List<Video>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken);

    void Add(Video video);

    /// <summary>
    /// Changes a video as it stands at the moment of writing, with nobody in between; what the change returns goes into
    /// the room's log in the same transaction. It may be called more than once. A video that does not exist is passed over.
    /// </summary>
    void Change(Video video, Func<Video, RoomEvent?> change);
}
