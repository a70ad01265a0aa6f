using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.LiveStreams;

/// <summary>The live streams of all rooms. A change and its room event are written in one transaction.</summary>
public interface ILiveStreamRepository
{
    /// <summary>A live stream of the room; null where the room has no such stream.</summary>
    Task<LiveStream?> FindAsync(Guid roomId, Guid streamId, CancellationToken cancellationToken);

    /// <summary>A room's live streams by creation, oldest first; only those after <paramref name="after"/>.</summary>
    Task<List<LiveStream>> ListAsync(Guid roomId, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Streams that are neither ended nor failed, oldest first, after <paramref name="after"/>.</summary>
    Task<List<LiveStream>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a live stream and announces it to its room.</summary>
    void Add(LiveStream stream);

    /// <summary>
    /// Changes a stream in its current state, inside the writing transaction; the event that <paramref name="change"/> returns goes into
    /// the room's log in the same transaction. It may be called more than once.
    /// </summary>
    void Change(LiveStream stream, Func<LiveStream, RoomEvent?> change);
}
