using VideoChat.Application.Events;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Events;
using VideoChat.Domain.LiveStreams;
using static VideoChat.Application.Events.ExampleIds;

namespace VideoChat.Application.LiveStreams;

/// <summary>The formats of live stream events.</summary>
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

/// <summary>Sent when a live stream is created. The stream then waits for its encoder.</summary>
public sealed record LiveStreamCreatedFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid StreamId, string PlaybackId, string Title, string PullUrl,
    DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Live stream {Title} was created" : $"{Username} is about to go live: \"{Title}\"";
}

/// <summary>Sent when a live stream can be watched.</summary>
public sealed record LiveStreamStartedFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid StreamId, string PlaybackId, string Title, string PullUrl,
    DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Live stream {Title} is live" : $"{Username} is live: \"{Title}\"";
}

/// <summary>
/// Sent when the encoder of a live stream is rejected for <paramref name="Reason"/>. The encoder may retry with other settings.
/// </summary>
public sealed record LiveStreamRejectedFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid StreamId, string PlaybackId, string Title, string PullUrl,
    string Reason, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null
        ? $"Live stream {Title} cannot be shown: {Reason}"
        : $"{Username} cannot be shown live: \"{Title}\". {Reason}";
}

/// <summary>
/// Sent when a live stream ends. <paramref name="VideoId"/> is its recording, and <paramref name="Reason"/> says why it ended
/// unexpectedly.
/// </summary>
public sealed record LiveStreamEndedFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid StreamId, string PlaybackId, string Title, string PullUrl,
    Guid? VideoId, string? Reason, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Live stream {Title} has ended" : $"{Username} is no longer live: \"{Title}\"";
}

/// <summary>The data of <c>live_stream</c> events. It never contains the stream key.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Seq">The number of the event in its room.</param>
/// <param name="UserId">The user who created the stream; null if unknown.</param>
/// <param name="Username">The name of that user; null if unknown.</param>
/// <param name="StreamId">The live stream.</param>
/// <param name="PlaybackId">The provider's id of the playback.</param>
/// <param name="Title">The title.</param>
/// <param name="PullUrl">The URL of the HLS playlist; only a path if <c>PublicBaseUrl</c> is not set.</param>
/// <param name="VideoId">The video of the recording; null until the stream has ended, and if there is no recording.</param>
/// <param name="Reason">Why the encoder was rejected or the stream ended unexpectedly; otherwise null.</param>
public sealed record LiveStreamData(
    Guid RoomId, long Seq, Guid? UserId, string? Username, Guid StreamId, string PlaybackId, string Title, string PullUrl,
    Guid? VideoId, string? Reason);
