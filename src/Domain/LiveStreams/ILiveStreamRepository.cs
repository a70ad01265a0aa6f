using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

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

    /// <summary>Changes a stream as above, and adds its recording in the same transaction if that is what ends the stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="change">Ends it; null if it has ended already.</param>
    /// <param name="record">Makes the recording's video. It is announced to the room.</param>
    /// <param name="failure">Why there is nothing to see of the recording; null if there is.</param>
    void EndRecorded(
        LiveStream stream, Func<LiveStream, LiveStreamEvent?> change, Func<LiveStream, Video> record, VideoFailure? failure);
}
