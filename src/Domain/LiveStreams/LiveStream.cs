using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;

namespace VideoChat.Domain.LiveStreams;

/// <summary>The status of a live stream. A stream never returns to an earlier status.</summary>
public enum LiveStreamStatus
{
    /// <summary>The stream is waiting for its encoder.</summary>
    Ready,

    Live,

    /// <summary>The stream was stopped, or its encoder did not return.</summary>
    Ended,

    /// <summary>The provider lost the stream or reported a failure.</summary>
    Failed,
}

/// <summary>
/// A live stream of a room. Each method that changes the stream returns the room event of the change, or null if nothing changed.
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

    public Guid? UserId { get; }

    public string? Username { get; }

    public string Title { get; }
    public string StreamKey { get; }
    public string PlaybackId { get; }

    /// <summary>The URL to which the encoder sends, without the stream key.</summary>
    public string IngestUrl { get; }

    public string PullUrl { get; }

    public DateTime CreatedAt { get; }

    public int ContentLength => 0;

    public LiveStreamStatus Status { get; private set; }

    public Guid? VideoId { get; private set; }

    /// <summary>Why the encoder was rejected or the stream ended unexpectedly; otherwise null.</summary>
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

    /// <summary>Returns the event that announces the new stream to its room.</summary>
    public LiveStreamEvent Announce(DateTime now) => new(LiveStreamMilestone.Created, this, now);

    RoomEvent IRoomMedia.Announce(DateTime now) => Announce(now);

    public LiveStreamEvent? Start(DateTime now)
    {
        if (Status != LiveStreamStatus.Ready)
            return null;
        Status = LiveStreamStatus.Live;
        Reason = null;
        return new LiveStreamEvent(LiveStreamMilestone.Started, this, now);
    }

    /// <summary>
    /// Records that the encoder was rejected. The encoder may retry with other settings. A repeated reason raises no second
    /// event.
    /// </summary>
    public LiveStreamEvent? Reject(string reason, DateTime now)
    {
        if (IsFinal || Reason == Truncate(reason))
            return null;
        Reason = Truncate(reason);
        return new LiveStreamEvent(LiveStreamMilestone.Rejected, this, now);
    }

    /// <summary>Ends the stream.</summary>
    /// <param name="now">The time in UTC.</param>
    /// <param name="videoId">The video of the recording; null if there is none.</param>
    /// <param name="reason">Why the stream ended unexpectedly; null after a normal end.</param>
    public LiveStreamEvent? End(DateTime now, Guid? videoId = null, string? reason = null) =>
        Finish(LiveStreamStatus.Ended, now, videoId, reason);

    /// <summary>
    /// Ends the stream because the provider lost it or reported a failure. The room event is the same as for <see cref="End"/>.
    /// </summary>
    /// <inheritdoc cref="End"/>
    public LiveStreamEvent? Fail(DateTime now, Guid? videoId = null, string? reason = null) =>
        Finish(LiveStreamStatus.Failed, now, videoId, reason);

    /// <summary>Creates the video of the stream's recording, with the stream's title and creator.</summary>
    public Video CreateRecording(Guid videoId, DateTime now) => Video.FromRecording(videoId, RoomId, UserId, Username, Title, now);

    private LiveStreamEvent? Finish(LiveStreamStatus status, DateTime now, Guid? videoId, string? reason)
    {
        if (IsFinal)
            return null;
        Status = status;
        VideoId = videoId;
        Reason = Truncate(reason);
        return new LiveStreamEvent(LiveStreamMilestone.Ended, this, now);
    }

    private static string? Truncate(string? reason) => reason?[..Math.Min(reason.Length, MaxReasonLength)];
}
