using VideoChat.Application.Events;
using VideoChat.Application.Realtime;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Events;
using VideoChat.Domain.Videos;
using static VideoChat.Application.Events.ExampleIds;

namespace VideoChat.Application.Videos;

internal static class VideoFormats
{
    private static readonly string Media = $"https://chat.example.com/media/{VideoId}";

    public static readonly IReadOnlyList<EventFormat> All =
    [
        Of(
            EventKind.VideoUploadCreated,
            e => new VideoUploadCreatedFrame(e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.VideoId, e.Title, e.Timestamp),
            2, () => Example(2, VideoMilestone.UploadCreated)),
        Of(
            EventKind.VideoProcessing,
            e => new VideoProcessingFrame(e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.VideoId, e.Title, e.Timestamp),
            3, () => Example(3, VideoMilestone.Processing)),
        Of(
            EventKind.VideoReady,
            e => new VideoReadyFrame(
                e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.VideoId, e.Title, e.PlaybackUrl!, e.ThumbnailUrl, e.Timestamp),
            4, () => Example(
                4, VideoMilestone.Ready, playbackUrl: $"{Media}/playlist.m3u8", thumbnailUrl: $"{Media}/thumbnail.jpg")),
        Of(
            EventKind.VideoFailed,
            e => new VideoFailedFrame(
                e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.VideoId, e.Title, VideoFailureText.Of(e.Failure), e.Timestamp),
            5, () => Example(5, VideoMilestone.Failed, VideoFailure.NoVideoTrack)),
    ];

    private static EventFormat Of<TFrame>(EventKind kind, Func<VideoEvent, TFrame> toFrame, long seq, Func<VideoEvent> example)
        where TFrame : RoomEventFrame =>
        EventFormat.Of(
            kind, toFrame,
            e => new VideoData(
                e.RoomId, e.Seq, e.UserId, e.Username, e.VideoId, e.Title, e.PlaybackUrl, e.ThumbnailUrl, VideoFailureText.Of(e.Failure)),
            seq, example);

    private static VideoEvent Example(
        int seq, VideoMilestone milestone, VideoFailure? failure = null, string? playbackUrl = null, string? thumbnailUrl = null) => new(
        EventId(seq), RoomId, milestone, VideoId, AdaId, "ada", "A walk in the park", failure, playbackUrl, thumbnailUrl, Noon);
}
