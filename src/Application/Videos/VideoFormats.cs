using VideoChat.Application.Events;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Events;
using VideoChat.Domain.Videos;
using static VideoChat.Application.Events.ExampleIds;

namespace VideoChat.Application.Videos;

/// <summary>The formats of video events.</summary>
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

/// <summary>Sent when an upload session is created. The session then waits for its file.</summary>
public sealed record VideoUploadCreatedFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid UploadId, string Title, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Video {Title} will be uploaded" : $"{Username} is uploading a video: \"{Title}\"";
}

/// <summary>Sent when the file of a video is complete. The video is then processed.</summary>
public sealed record VideoProcessingFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid VideoId, string Title, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Video {Title} is being processed" : $"{Username}'s video \"{Title}\" is being processed";
}

/// <summary>Sent when a video can be watched.</summary>
public sealed record VideoReadyFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid VideoId, string Title, string PlaybackUrl,
    string? ThumbnailUrl, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Video {Title} is ready" : $"{Username}'s video \"{Title}\" is ready";
}

/// <summary>Sent when a video fails. <paramref name="Failure"/> says why.</summary>
public sealed record VideoFailedFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid VideoId, string Title, string? Failure, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Video {Title} has failed" : $"{Username}'s video \"{Title}\" has failed";
}

/// <summary>The data of <c>video</c> events.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Seq">The number of the event in its room.</param>
/// <param name="UserId">The user who created the video; null if unknown.</param>
/// <param name="Username">The name of that user; null if unknown.</param>
/// <param name="VideoId">The id of the video and of its upload session.</param>
/// <param name="Title">The title.</param>
/// <param name="PlaybackUrl">
/// The URL that a player opens, or only a path if <c>PublicBaseUrl</c> is not set; null until the video is ready.
/// </param>
/// <param name="ThumbnailUrl">
/// The URL of the thumbnail, or only a path if <c>PublicBaseUrl</c> is not set; null if there is none.
/// </param>
/// <param name="Failure">Why the video failed, as a sentence for the uploader; otherwise null.</param>
public sealed record VideoData(
    Guid RoomId, long Seq, Guid? UserId, string? Username, Guid VideoId, string Title, string? PlaybackUrl, string? ThumbnailUrl,
    string? Failure);
