using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Snapshots;

/// <summary>Reads several parts of a room in one state of the database.</summary>
public interface IRoomSnapshots
{
    /// <summary>Runs queries about a room in one read-only transaction. Returns null if the room does not exist.</summary>
    /// <param name="roomId">The room.</param>
    /// <param name="read">The queries. They run again if the connection to the database breaks.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    Task<TResult?> ReadAsync<TResult>(Guid roomId, Func<IRoomSnapshot, Task<TResult>> read, CancellationToken cancellationToken)
        where TResult : class;
}

/// <summary>A room in one state of the database. It can be used only during <see cref="IRoomSnapshots.ReadAsync"/>.</summary>
public interface IRoomSnapshot
{
    /// <summary>The position of the newest event.</summary>
    LogPosition Position { get; }

    int MemberCount { get; }

    /// <summary>Lists the first members in the order in which they joined.</summary>
    Task<List<Guid>> ListOldestMembersAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Lists the newest messages, newest first.</summary>
    Task<List<Message>> ListNewestMessagesAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Lists the newest milestones of videos and live streams after <paramref name="afterSeq"/>, oldest first.</summary>
    Task<List<RoomEvent>> ListMilestonesAsync(long afterSeq, int limit, CancellationToken cancellationToken);

    /// <summary>Lists the newest videos that are being processed or can be watched, oldest first.</summary>
    Task<List<Video>> ListVideosAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Lists the newest live streams that have not ended, oldest first.</summary>
    Task<List<LiveStream>> ListLiveStreamsAsync(int limit, CancellationToken cancellationToken);
}
