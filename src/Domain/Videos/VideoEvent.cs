using VideoChat.Domain.Common;
using VideoChat.Domain.Events;
using VideoChat.Domain.Rooms;

namespace VideoChat.Domain.Videos;

public enum VideoMilestone
{
    UploadCreated,
    Processing,
    Ready,
    Failed,
}

/// <summary>A milestone of a video in the room log.</summary>
public sealed class VideoEvent : RoomEvent
{
    internal VideoEvent(
        VideoMilestone milestone, Video video, DateTime now, string? playbackUrl = null, string? thumbnailUrl = null)
        : this(
            Uuid7.Next(), video.RoomId, milestone, video.Id, video.UserId, video.Username, video.Title, video.Failure, playbackUrl,
            thumbnailUrl, now)
    {
    }

    public VideoEvent(
        Guid id, Guid roomId, VideoMilestone milestone, Guid videoId, Guid? userId, string? username, string title,
        VideoFailure? failure, string? playbackUrl, string? thumbnailUrl, DateTime timestamp)
        : base(id, roomId, timestamp)
    {
        Milestone = milestone;
        VideoId = videoId;
        UserId = userId;
        Username = username;
        Title = title;
        Failure = failure;
        PlaybackUrl = playbackUrl;
        ThumbnailUrl = thumbnailUrl;
    }

    public override EventKind EventKind => Milestone switch
    {
        VideoMilestone.UploadCreated => EventKind.VideoUploadCreated,
        VideoMilestone.Processing => EventKind.VideoProcessing,
        VideoMilestone.Ready => EventKind.VideoReady,
        VideoMilestone.Failed => EventKind.VideoFailed,
        _ => throw new InvalidOperationException($"The milestone {Milestone} has no kind."),
    };

    public VideoMilestone Milestone { get; }
    public Guid VideoId { get; }

    public Guid? UserId { get; }
    public string? Username { get; }

    public string Title { get; }

    public VideoFailure? Failure { get; }

    public string? PlaybackUrl { get; }
    public string? ThumbnailUrl { get; }
}
