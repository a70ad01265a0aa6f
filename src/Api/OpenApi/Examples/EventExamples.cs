using VideoChat.Application.Realtime;
using VideoChat.Application.Videos;
using VideoChat.Domain.Videos;
using static VideoChat.Api.OpenApi.Examples.ExampleIds;

namespace VideoChat.Api.OpenApi.Examples;

/// <summary>One example of each room event.</summary>
internal static class EventExamples
{
    public const string Rejection = "The encoder sends HEVC (H.265) video. Only H.264 video and AAC audio can be shown.";

    private const string Film = "A walk in the park";
    private const string Demo = "Friday demo";
    private const string PlaybackId = "pb-7c2f4f3d8b15";
    private static readonly string Pull = $"https://chat.example.com/media/live/{StreamId}/index.m3u8";
    private static readonly string Media = $"https://chat.example.com/media/{VideoId}";

    public static readonly IReadOnlyList<RoomEventFrame> All =
    [
        new MessageFrame(MessageId, RoomId, 1, AdaId, "ada", "hello bob", "5f1c", Noon),
        new VideoUploadCreatedFrame(EventId(2), RoomId, 2, AdaId, "ada", VideoId, Film, Noon),
        new VideoProcessingFrame(EventId(3), RoomId, 3, AdaId, "ada", VideoId, Film, Noon),
        new VideoReadyFrame(
            EventId(4), RoomId, 4, AdaId, "ada", VideoId, Film, $"{Media}/playlist.m3u8", $"{Media}/thumbnail.jpg", Noon),
        new VideoFailedFrame(
            EventId(5), RoomId, 5, AdaId, "ada", VideoId, Film, VideoFailureText.Of(VideoFailure.NoVideoTrack), Noon),
        new LiveStreamCreatedFrame(EventId(6), RoomId, 6, AdaId, "ada", StreamId, PlaybackId, Demo, Pull, Noon),
        new LiveStreamStartedFrame(EventId(7), RoomId, 7, AdaId, "ada", StreamId, PlaybackId, Demo, Pull, Noon),
        new LiveStreamEndedFrame(EventId(8), RoomId, 8, AdaId, "ada", StreamId, PlaybackId, Demo, Pull, VideoId, null, Noon),
        new LiveStreamRejectedFrame(
            EventId(9), RoomId, 9, AdaId, "ada", StreamId, PlaybackId, Demo, Pull, Rejection, Noon),
    ];

    private static Guid EventId(int seq) => new($"01a20817-70{seq:00}-7000-8f00-2f0c5d1e7a9b");
}
