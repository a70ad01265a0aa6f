using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Domain.LiveStreams;

/// <summary>The live streams of all rooms. A change and its room event are written in one transaction.</summary>
public interface ILiveStreamRepository
{
    /// <summary>Returns a live stream of the room; null if the room has no such stream.</summary>
    Task<LiveStream?> FindAsync(Guid roomId, Guid streamId, CancellationToken cancellationToken);

    /// <summary>Lists a room's live streams by creation, oldest first, after <paramref name="after"/>.</summary>
    Task<List<LiveStream>> ListAsync(Guid roomId, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Lists streams that are neither ended nor failed, oldest first, after <paramref name="after"/>.</summary>
    Task<List<LiveStream>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a live stream and announces it to its room.</summary>
    void Add(LiveStream stream);

    /// <summary>
    /// Changes the stream's current state inside the writing transaction. The event that <paramref name="change"/> returns is appended
    /// to the room's log in the same transaction. The function may be called more than once.
    /// </summary>
    void Change(LiveStream stream, Func<LiveStream, RoomEvent?> change);

    /// <summary>Changes a stream like <see cref="Change"/> and, if that ends it, adds its recording in the same transaction.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="change">Ends the stream; returns null if it has already ended.</param>
    /// <param name="record">Creates the video of the recording, which is announced to the room.</param>
    /// <param name="failure">Why the recording cannot be watched; null if it can.</param>
    void EndRecorded(
        LiveStream stream, Func<LiveStream, LiveStreamEvent?> change, Func<LiveStream, Video> record, VideoFailure? failure);
}
