using VideoChat.Application.Events;
using VideoChat.Application.Realtime;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Events;
using VideoChat.Domain.LiveStreams;
using static VideoChat.Application.Events.ExampleIds;

namespace VideoChat.Application.LiveStreams;

internal static class LiveStreamFormats
{
    public static readonly IReadOnlyList<EventFormat> All =
    [
        Of(
            EventKind.LiveStreamCreated,
            e => new LiveStreamCreatedFrame(
                e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.StreamId, e.PlaybackId, e.Title, e.PullUrl, e.Timestamp),
            6, () => Example(6, LiveStreamMilestone.Created)),
        Of(
            EventKind.LiveStreamStarted,
            e => new LiveStreamStartedFrame(
                e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.StreamId, e.PlaybackId, e.Title, e.PullUrl, e.Timestamp),
            7, () => Example(7, LiveStreamMilestone.Started)),
        Of(
            EventKind.LiveStreamRejected,
            e => new LiveStreamRejectedFrame(
                e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.StreamId, e.PlaybackId, e.Title, e.PullUrl, e.Reason!, e.Timestamp),
            9, () => Example(
                9, LiveStreamMilestone.Rejected,
                reason: "The encoder sends HEVC (H.265) video. Only H.264 video and AAC audio can be shown.")),
        Of(
            EventKind.LiveStreamEnded,
            e => new LiveStreamEndedFrame(
                e.Id, e.RoomId, e.Seq, e.UserId, e.Username, e.StreamId, e.PlaybackId, e.Title, e.PullUrl, e.VideoId, e.Reason, e.Timestamp),
            8, () => Example(8, LiveStreamMilestone.Ended, VideoId)),
    ];

    private static EventFormat Of<TFrame>(EventKind kind, Func<LiveStreamEvent, TFrame> toFrame, long seq, Func<LiveStreamEvent> example)
        where TFrame : RoomEventFrame =>
        EventFormat.Of(
            kind, toFrame,
            e => new LiveStreamData(
                e.RoomId, e.Seq, e.UserId, e.Username, e.StreamId, e.PlaybackId, e.Title, e.PullUrl, e.VideoId, e.Reason),
            seq, example);

    private static LiveStreamEvent Example(int seq, LiveStreamMilestone milestone, Guid? videoId = null, string? reason = null) => new(
        EventId(seq), RoomId, milestone, StreamId, AdaId, "ada", "pb-7c2f4f3d8b15", "Friday demo",
        $"https://chat.example.com/media/live/{StreamId}/index.m3u8", videoId, reason, Noon);
}
