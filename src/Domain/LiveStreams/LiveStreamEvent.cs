using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.LiveStreams;

public enum LiveStreamMilestone
{
    Created,
    Started,
    Ended,
}

/// <summary>A milestone of a live stream in its room's log. It never carries the key.</summary>
public sealed class LiveStreamEvent : RoomEvent
{
    internal LiveStreamEvent(LiveStreamMilestone milestone, LiveStream stream, DateTime now)
        : this(Uuid7.Next(), stream.RoomId, milestone, stream.Id, stream.PlaybackId, stream.Title, stream.PullUrl, now)
    {
    }

    private LiveStreamEvent(
        Guid id, Guid roomId, LiveStreamMilestone milestone, Guid streamId, string playbackId, string title, string pullUrl,
        DateTime timestamp)
        : base(id, roomId, timestamp)
    {
        Milestone = milestone;
        StreamId = streamId;
        PlaybackId = playbackId;
        Title = title;
        PullUrl = pullUrl;
    }

    public LiveStreamMilestone Milestone { get; }
    public Guid StreamId { get; }
    public string PlaybackId { get; }
    public string Title { get; }
    public string PullUrl { get; }
}
