using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Domain.LiveStreams;

/// <summary>Stores live streams. A change and its room event are written in one transaction.</summary>
public interface ILiveStreamRepository
{
    /// <summary>Returns a live stream of the room; null if the room has no such stream.</summary>
    Task<LiveStream?> FindAsync(Guid roomId, Guid streamId, CancellationToken cancellationToken);

    /// <summary>Lists the room's live streams that follow <paramref name="after"/>, oldest first.</summary>
    Task<List<LiveStream>> ListAsync(Guid roomId, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Lists the streams of all rooms that are neither ended nor failed, oldest first.</summary>
    Task<List<LiveStream>> ListUnfinishedAsync(Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a live stream and appends its first event to the room log.</summary>
    void Add(LiveStream stream);

    /// <summary>
    /// Applies <paramref name="change"/> to the stored state inside the write transaction, and appends the event that it returns
    /// to the room log. A transaction that is retried calls the function again.
    /// </summary>
    void Change(LiveStream stream, Func<LiveStream, RoomEvent?> change);

    /// <summary>Ends a stream and adds its recording in the same transaction.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="change">Ends the stream; returns null if the stream has already ended.</param>
    /// <param name="record">Creates the video of the recording.</param>
    /// <param name="failure">The reason why the recording cannot be watched; null if it can.</param>
    void EndRecorded(
        LiveStream stream, Func<LiveStream, LiveStreamEvent?> change, Func<LiveStream, Video> record, VideoFailure? failure);
}
