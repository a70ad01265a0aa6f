using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.Videos;

/// <summary>The videos of all rooms. A change and its room event are written in one transaction.</summary>
public interface IVideoRepository
{
    Task<Video?> FindAsync(Guid videoId, CancellationToken cancellationToken);

    /// <summary>
    /// A room's videos by creation, oldest first; only those after <paramref name="after"/>. Reading stops at the one whose description
    /// brings the page to <see cref="IRoomEventRepository.MaxPageContent"/>.
    /// </summary>
    Task<List<Video>> ListAsync(Guid roomId, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Videos that are neither ready nor failed, oldest first, after <paramref name="after"/>.</summary>
    Task<List<Video>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a video and announces it to its room.</summary>
    void Add(Video video);

    /// <summary>
    /// Changes a video in its current state, inside the writing transaction; the event that <paramref name="change"/> returns goes into
    /// the room's log in the same transaction. It may be called more than once.
    /// </summary>
    void Change(Video video, Func<Video, RoomEvent?> change);
}
