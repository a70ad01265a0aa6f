using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Domain.LiveStreams;

/// <summary>How far a live stream is. It never goes back.</summary>
public enum LiveStreamStatus
{
    /// <summary>It waits for the encoder.</summary>
    Ready,

    /// <summary>The encoder's picture can be watched.</summary>
    Live,

    /// <summary>It was stopped, or the encoder has gone for good.</summary>
    Ended,

    /// <summary>It will never be watched.</summary>
    Failed,
}

/// <summary>
/// A live stream of a room. Each verb returns the room event that tells of the change, or null where there was none.
/// </summary>
public sealed class LiveStream : IRoomMedia
{
    public const int MaxTitleLength = 200;
    public const int MaxReasonLength = 500;

    private LiveStream(
        Guid id, Guid roomId, Guid? userId, string? username, string title, string streamKey, string playbackId, string ingestUrl,
        string pullUrl, DateTime createdAt)
    {
        Id = id;
        RoomId = roomId;
        UserId = userId;
        Username = username;
        Title = title;
        StreamKey = streamKey;
        PlaybackId = playbackId;
        IngestUrl = ingestUrl;
        PullUrl = pullUrl;
        CreatedAt = createdAt;
    }

    public Guid Id { get; }
    public Guid RoomId { get; }

    /// <summary>The user who created it; null if that is not known.</summary>
    public Guid? UserId { get; }

    /// <summary>That user's name, which never changes; null with <see cref="UserId"/>.</summary>
    public string? Username { get; }

    public string Title { get; }
    public string StreamKey { get; }
    public string PlaybackId { get; }

    /// <summary>Where the encoder sends to, without the key.</summary>
    public string IngestUrl { get; }

    /// <summary>Where viewers watch.</summary>
    public string PullUrl { get; }

    public DateTime CreatedAt { get; }

    public int ContentLength => 0;

    public LiveStreamStatus Status { get; private set; }

    /// <summary>The video that was recorded from it; null if there is none.</summary>
    public Guid? VideoId { get; private set; }

    /// <summary>
    /// A sentence: why its encoder was rejected, or why it ended on its own. Null if nothing is wrong with it, and if it was stopped.
    /// </summary>
    public string? Reason { get; private set; }

    public bool IsFinal => Status is LiveStreamStatus.Ended or LiveStreamStatus.Failed;

    public static LiveStream Create(
        Guid id, Room room, User? creator, string title, string streamKey, string playbackId, string ingestUrl, string pullUrl,
        DateTime now)
    {
        title = title.Trim();
        if (title.Length is 0 or > MaxTitleLength || !UserText.IsStorable(title))
            throw new ArgumentException("Not a valid title.", nameof(title));
        return new LiveStream(id, room.Id, creator?.Id, creator?.Username, title, streamKey, playbackId, ingestUrl, pullUrl, now);
    }

    /// <summary>The stream is there and waits for its encoder.</summary>
    public LiveStreamEvent Announce(DateTime now) => new(LiveStreamMilestone.Created, this, now);

    RoomEvent IRoomMedia.Announce(DateTime now) => Announce(now);

    /// <summary>The encoder's picture can be watched.</summary>
    public LiveStreamEvent? Start(DateTime now)
    {
        if (Status != LiveStreamStatus.Ready)
            return null;
        Status = LiveStreamStatus.Live;
        Reason = null;
        return new LiveStreamEvent(LiveStreamMilestone.Started, this, now);
    }

    /// <summary>Its encoder was rejected, and may try again with other settings. The same reason is told once.</summary>
    public LiveStreamEvent? Reject(string reason, DateTime now)
    {
        if (IsFinal || Reason == Cut(reason))
            return null;
        Reason = Cut(reason);
        return new LiveStreamEvent(LiveStreamMilestone.Rejected, this, now);
    }

    /// <summary>It is over.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="videoId">The video that was recorded from it; null if there is none.</param>
    /// <param name="reason">Why it ended on its own; null if it was stopped, or its encoder has left.</param>
    public LiveStreamEvent? End(DateTime now, Guid? videoId = null, string? reason = null) =>
        Finish(LiveStreamStatus.Ended, now, videoId, reason);

    /// <summary>The provider no longer has it; the room hears that it has ended.</summary>
    /// <inheritdoc cref="End"/>
    public LiveStreamEvent? Fail(DateTime now, Guid? videoId = null, string? reason = null) =>
        Finish(LiveStreamStatus.Failed, now, videoId, reason);

    private LiveStreamEvent? Finish(LiveStreamStatus status, DateTime now, Guid? videoId, string? reason)
    {
        if (IsFinal)
            return null;
        Status = status;
        VideoId = videoId;
        Reason = Cut(reason);
        return new LiveStreamEvent(LiveStreamMilestone.Ended, this, now);
    }

    private static string? Cut(string? reason) => reason?[..Math.Min(reason.Length, MaxReasonLength)];
}
