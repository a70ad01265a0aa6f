namespace VideoChat.Domain.Webhooks;

/// <summary>The event types to which partners can subscribe.</summary>
public static class WebhookEventTypes
{
    public const string MessagePosted = "message.posted";
    public const string UserJoined = "user.joined";
    public const string UserLeft = "user.left";
    public const string RoomCreated = "room.created";
    public const string LiveStreamCreated = "live_stream.created";
    public const string LiveStreamStarted = "live_stream.started";
    public const string LiveStreamRejected = "live_stream.rejected";
    public const string LiveStreamEnded = "live_stream.ended";
    public const string VideoUploadCreated = "video.upload_created";
    public const string VideoProcessing = "video.processing";
    public const string VideoReady = "video.ready";
    public const string VideoFailed = "video.failed";

    /// <summary>Sent only on request, to one endpoint. It cannot be subscribed to.</summary>
    public const string Test = "webhook.test";

    public static readonly IReadOnlyList<string> All =
    [
        MessagePosted, UserJoined, UserLeft, RoomCreated, LiveStreamCreated, LiveStreamStarted, LiveStreamRejected,
        LiveStreamEnded, VideoUploadCreated, VideoProcessing, VideoReady, VideoFailed,
    ];
}
