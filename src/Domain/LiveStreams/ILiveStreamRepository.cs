using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.LiveStreams;

public interface ILiveStreamRepository
{
    /// <summary>A live stream of the room; null where the room has no such stream.</summary>
    Task<LiveStream?> FindAsync(Guid roomId, Guid streamId, CancellationToken cancellationToken);

    /// <summary>A room's live streams by creation, oldest first; only those behind <paramref name="after"/>.</summary>
    Task<List<LiveStream>> ListAsync(Guid roomId, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Streams that are neither ended nor failed, oldest first, behind <paramref name="after"/>.</summary>
    Task<List<LiveStream>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken);

    void Add(LiveStream stream);

    /// <summary>
    /// Changes a stream as it stands at the moment of writing, with nobody in between; what the change returns goes into
    /// the room's log in the same transaction. It may be called more than once.
    /// </summary>
    void Change(LiveStream stream, Func<LiveStream, RoomEvent?> change);
}
