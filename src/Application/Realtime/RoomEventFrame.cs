using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using VideoChat.Application.Messages;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Realtime;

/// <summary>A room event: durable, numbered by <paramref name="Seq"/> in its room.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MessageFrame), "message")]
[JsonDerivedType(typeof(LiveStreamCreatedFrame), "live_stream_created")]
[JsonDerivedType(typeof(LiveStreamStartedFrame), "live_stream_started")]
[JsonDerivedType(typeof(LiveStreamRejectedFrame), "live_stream_rejected")]
[JsonDerivedType(typeof(LiveStreamEndedFrame), "live_stream_ended")]
[JsonDerivedType(typeof(VideoUploadCreatedFrame), "video_upload_created")]
[JsonDerivedType(typeof(VideoProcessingFrame), "video_processing")]
[JsonDerivedType(typeof(VideoReadyFrame), "video_ready")]
[JsonDerivedType(typeof(VideoFailedFrame), "video_failed")]
public abstract record RoomEventFrame(Guid Id, Guid RoomId, [Range(1, int.MaxValue)] long Seq, DateTime Timestamp) : RoomFrame(Timestamp)
{
    public static RoomEventFrame From(MessageDto m) =>
        new MessageFrame(m.Id, m.RoomId, m.Seq, m.UserId, m.Username, m.Content, m.ClientId, m.Timestamp);

    public static RoomEventFrame From(RoomEvent roomEvent) => roomEvent switch
    {
        Message m => From(MessageDto.From(m)),
        LiveStreamEvent e => From(e),
        VideoEvent e => From(e),
        _ => throw new ArgumentOutOfRangeException(nameof(roomEvent), roomEvent.GetType().Name, "No frame for this event."),
    };

    private static RoomEventFrame From(LiveStreamEvent e) => e.Milestone switch
    {
        LiveStreamMilestone.Created => new LiveStreamCreatedFrame(
            e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.StreamId, e.PlaybackId, e.Title, e.PullUrl, e.Timestamp),
        LiveStreamMilestone.Started => new LiveStreamStartedFrame(
            e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.StreamId, e.PlaybackId, e.Title, e.PullUrl, e.Timestamp),
        LiveStreamMilestone.Rejected => new LiveStreamRejectedFrame(
            e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.StreamId, e.PlaybackId, e.Title, e.PullUrl, e.Reason!, e.Timestamp),
        LiveStreamMilestone.Ended => new LiveStreamEndedFrame(
            e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.StreamId, e.PlaybackId, e.Title, e.PullUrl, e.VideoId, e.Reason, e.Timestamp),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.Milestone, "No frame for this milestone."),
    };

    private static RoomEventFrame From(VideoEvent e) => e.Milestone switch
    {
        VideoMilestone.UploadCreated => new VideoUploadCreatedFrame(
            e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.VideoId, e.Title, e.Timestamp),
        VideoMilestone.Processing => new VideoProcessingFrame(
            e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.VideoId, e.Title, e.Timestamp),
        VideoMilestone.Ready => new VideoReadyFrame(
            e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.VideoId, e.Title, e.PlaybackUrl!, e.ThumbnailUrl, e.Timestamp),
        VideoMilestone.Failed => new VideoFailedFrame(
            e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.VideoId, e.Title, VideoFailureText.Of(e.Failure), e.Timestamp),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.Milestone, "No frame for this milestone."),
    };
}

/// <summary>A user has said something.</summary>
public sealed record MessageFrame(
    Guid Id, Guid RoomId, long Seq, Guid UserId, string Username, string Content, string? ClientId, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp);
