using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.Videos;

public enum VideoMilestone
{
    UploadCreated,
    Processing,
    Ready,
    Failed,
}

/// <summary>A milestone of a video in its room's log.</summary>
public sealed class VideoEvent : RoomEvent
{
    internal VideoEvent(
        VideoMilestone milestone, Video video, DateTime now, string? playbackUrl = null, string? thumbnailUrl = null)
        : this(Uuid7.Next(), video.RoomId, milestone, video.Id, video.Title, playbackUrl, thumbnailUrl, now)
    {
    }

    private VideoEvent(
        Guid id, Guid roomId, VideoMilestone milestone, Guid videoId, string title, string? playbackUrl, string? thumbnailUrl,
        DateTime timestamp)
        : base(id, roomId, timestamp)
    {
        Milestone = milestone;
        VideoId = videoId;
        Title = title;
        PlaybackUrl = playbackUrl;
        ThumbnailUrl = thumbnailUrl;
    }

    public VideoMilestone Milestone { get; }
    public Guid VideoId { get; }
    public string Title { get; }
    public string? PlaybackUrl { get; }
    public string? ThumbnailUrl { get; }
}
