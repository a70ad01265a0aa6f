namespace VideoChat.Domain.Events;

/// <summary>
/// A kind of event that clients or partners receive, with its names. A new kind of room event needs an entry here, an event class
/// or milestone, and a format in the application layer. The database mapping, the JSON, the OpenAPI document and the webhook types
/// are derived from these entries.
/// </summary>
public sealed class EventKind
{
    public static readonly EventKind MessagePosted = new("message.posted", "message", storedAs: "message");
    public static readonly EventKind UserJoined = new("user.joined");
    public static readonly EventKind UserLeft = new("user.left");
    public static readonly EventKind RoomCreated = new("room.created");
    public static readonly EventKind LiveStreamCreated = new("live_stream.created", "live_stream_created", storedAs: "live_stream");
    public static readonly EventKind LiveStreamStarted = new("live_stream.started", "live_stream_started", storedAs: "live_stream");
    public static readonly EventKind LiveStreamRejected = new("live_stream.rejected", "live_stream_rejected", storedAs: "live_stream");
    public static readonly EventKind LiveStreamEnded = new("live_stream.ended", "live_stream_ended", storedAs: "live_stream");
    public static readonly EventKind VideoUploadCreated = new("video.upload_created", "video_upload_created", storedAs: "video");
    public static readonly EventKind VideoProcessing = new("video.processing", "video_processing", storedAs: "video");
    public static readonly EventKind VideoReady = new("video.ready", "video_ready", storedAs: "video");
    public static readonly EventKind VideoFailed = new("video.failed", "video_failed", storedAs: "video");

    /// <summary>All kinds, in the order in which the API lists their webhook types.</summary>
    public static readonly IReadOnlyList<EventKind> All =
    [
        MessagePosted, UserJoined, UserLeft, RoomCreated, LiveStreamCreated, LiveStreamStarted, LiveStreamRejected, LiveStreamEnded,
        VideoUploadCreated, VideoProcessing, VideoReady, VideoFailed,
    ];

    public static readonly IReadOnlyList<string> WebhookTypes = [.. All.Select(kind => kind.WebhookType)];

    private EventKind(string webhookType, string? name = null, string? storedAs = null)
    {
        WebhookType = webhookType;
        Name = name;
        StoredAs = storedAs;
    }

    /// <summary>The event type in webhooks, such as <c>video.ready</c>.</summary>
    public string WebhookType { get; }

    /// <summary>The frame's <c>type</c>, such as <c>video_ready</c>; null if the room log does not store this kind.</summary>
    public string? Name { get; }

    /// <summary>
    /// The value of the <c>kind</c> column; null if the room log does not store this kind. All milestones of videos share one
    /// value, and so do those of live streams.
    /// </summary>
    public string? StoredAs { get; }
}
