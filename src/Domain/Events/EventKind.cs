using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Videos;

namespace VideoChat.Domain.Events;

/// <summary>
/// A kind of event that clients or partners receive, with its names. A new kind of room event needs an entry here, an event
/// class, and a format in the application layer. The database mapping, the JSON, the OpenAPI document and the webhook types are
/// derived from these.
/// </summary>
public sealed class EventKind
{
    public static readonly EventKind MessagePosted = new("message.posted", "message", typeof(Messages.MessagePosted), "message");
    public static readonly EventKind UserJoined = new("user.joined");
    public static readonly EventKind UserLeft = new("user.left");
    public static readonly EventKind RoomCreated = new("room.created");
    public static readonly EventKind LiveStreamCreated = OfLiveStream("live_stream.created", "live_stream_created");
    public static readonly EventKind LiveStreamStarted = OfLiveStream("live_stream.started", "live_stream_started");
    public static readonly EventKind LiveStreamRejected = OfLiveStream("live_stream.rejected", "live_stream_rejected");
    public static readonly EventKind LiveStreamEnded = OfLiveStream("live_stream.ended", "live_stream_ended");
    public static readonly EventKind VideoUploadCreated = OfVideo("video.upload_created", "video_upload_created");
    public static readonly EventKind VideoProcessing = OfVideo("video.processing", "video_processing");
    public static readonly EventKind VideoReady = OfVideo("video.ready", "video_ready");
    public static readonly EventKind VideoFailed = OfVideo("video.failed", "video_failed");

    /// <summary>All kinds, in the order in which the API lists their webhook types.</summary>
    public static readonly IReadOnlyList<EventKind> All =
    [
        MessagePosted, UserJoined, UserLeft, RoomCreated, LiveStreamCreated, LiveStreamStarted, LiveStreamRejected, LiveStreamEnded,
        VideoUploadCreated, VideoProcessing, VideoReady, VideoFailed,
    ];

    public static readonly IReadOnlyList<string> WebhookTypes = [.. All.Select(kind => kind.WebhookType)];

    private EventKind(string webhookType, string? name = null, Type? entryType = null, string? storedAs = null)
    {
        WebhookType = webhookType;
        Name = name;
        EntryType = entryType;
        StoredAs = storedAs;
    }

    /// <summary>The event type in webhooks, such as <c>video.ready</c>.</summary>
    public string WebhookType { get; }

    /// <summary>The frame's <c>type</c>, such as <c>video_ready</c>; null if the room log does not store this kind.</summary>
    public string? Name { get; }

    public Type? EntryType { get; }

    /// <summary>
    /// The value of the <c>kind</c> column; null if the room log does not store this kind. All milestones of videos share one
    /// value, and so do those of live streams.
    /// </summary>
    public string? StoredAs { get; }

    private static EventKind OfLiveStream(string webhookType, string name) => new(webhookType, name, typeof(LiveStreamEvent), "live_stream");

    private static EventKind OfVideo(string webhookType, string name) => new(webhookType, name, typeof(VideoEvent), "video");
}
