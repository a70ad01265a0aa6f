using VideoChat.Domain.Common;
using VideoChat.Domain.Events;
using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.LiveStreams;

public enum LiveStreamMilestone
{
    Created,
    Started,
    Ended,

    /// <summary>The encoder sent a stream that is not accepted.</summary>
    Rejected,
}

/// <summary>A milestone of a live stream in the room log. It never contains the stream key.</summary>
public sealed class LiveStreamEvent : RoomEvent
{
    internal LiveStreamEvent(LiveStreamMilestone milestone, LiveStream stream, DateTime now)
        : this(
            Uuid7.Next(), stream.RoomId, milestone, stream.Id, stream.UserId, stream.Username, stream.PlaybackId, stream.Title,
            stream.PullUrl, stream.VideoId, stream.Reason, now)
    {
    }

    public LiveStreamEvent(
        Guid id, Guid roomId, LiveStreamMilestone milestone, Guid streamId, Guid? userId, string? username, string playbackId,
        string title, string pullUrl, Guid? videoId, string? reason, DateTime timestamp)
        : base(id, roomId, timestamp)
    {
        Milestone = milestone;
        StreamId = streamId;
        UserId = userId;
        Username = username;
        PlaybackId = playbackId;
        Title = title;
        PullUrl = pullUrl;
        VideoId = videoId;
        Reason = reason;
    }

    public override EventKind EventKind => Milestone switch
    {
        LiveStreamMilestone.Created => EventKind.LiveStreamCreated,
        LiveStreamMilestone.Started => EventKind.LiveStreamStarted,
        LiveStreamMilestone.Rejected => EventKind.LiveStreamRejected,
        LiveStreamMilestone.Ended => EventKind.LiveStreamEnded,
        _ => throw new InvalidOperationException($"The milestone {Milestone} has no kind."),
    };

    public LiveStreamMilestone Milestone { get; }
    public Guid StreamId { get; }

    public Guid? UserId { get; }
    public string? Username { get; }

    public string PlaybackId { get; }
    public string Title { get; }
    public string PullUrl { get; }

    /// <summary>The video of the recording; null until the stream has ended, and if there is no recording.</summary>
    public Guid? VideoId { get; }

    public string? Reason { get; }
}
