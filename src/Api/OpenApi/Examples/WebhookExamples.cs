using VideoChat.Api.Controllers;
using VideoChat.Application.Messages;
using VideoChat.Application.Videos;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Videos;
using VideoChat.Domain.Webhooks;
using static VideoChat.Api.OpenApi.Examples.ExampleIds;

namespace VideoChat.Api.OpenApi.Examples;

/// <summary>Examples of the webhook endpoints and events.</summary>
internal static class WebhookExamples
{
    private const string Url = "https://partner.example.com/videochat";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly string Media = $"https://chat.example.com/media/{VideoId}";
    private static readonly string[] Events = [WebhookEventTypes.MessagePosted, WebhookEventTypes.VideoReady];

    /// <summary>One event of each type.</summary>
    public static readonly IReadOnlyList<WebhookEvent> Sent =
    [
        Of(WebhookEventTypes.MessagePosted, new MessageDto(MessageId, AdaId, "ada", RoomId, "hello bob", Noon, 1, "5f1c")),
        Of(WebhookEventTypes.UserJoined, new MembershipData(RoomId, AdaId, "ada")),
        Of(WebhookEventTypes.UserLeft, new MembershipData(RoomId, AdaId, "ada")),
        Of(WebhookEventTypes.RoomCreated, new RoomCreatedData(RoomId, "lobby")),
        Of(WebhookEventTypes.LiveStreamCreated, Demo(6)),
        Of(WebhookEventTypes.LiveStreamStarted, Demo(7)),
        Of(WebhookEventTypes.LiveStreamRejected, Demo(9) with { Reason = EventExamples.Rejection }),
        Of(WebhookEventTypes.LiveStreamEnded, Demo(8) with { VideoId = VideoId }),
        Of(WebhookEventTypes.VideoUploadCreated, Film(2)),
        Of(WebhookEventTypes.VideoProcessing, Film(3)),
        Of(WebhookEventTypes.VideoReady, Film(4) with { PlaybackUrl = $"{Media}/playlist.m3u8", ThumbnailUrl = $"{Media}/thumbnail.jpg" }),
        Of(WebhookEventTypes.VideoFailed, Film(5) with { Failure = VideoFailureText.Of(VideoFailure.NoVideoTrack) }),
        Of(WebhookEventTypes.Test, new WebhookTestData(WebhookId)),
    ];

    public static readonly IReadOnlyList<object> All =
    [
        new CreateWebhookRequest(Url, Events, "For the archive", RoomId),
        new UpdateWebhookRequest(Enabled: true),
        new WebhookDto(WebhookId, Url, Events, "For the archive", RoomId, true, null, null, null, Noon),
        new CreatedWebhookDto(WebhookId, Url, Events, "For the archive", RoomId, true, null, null, null, Noon, Secret),
        new WebhookSecretDto(WebhookId, Secret, Noon + WebhookEndpoint.RotationOverlap),
        new WebhookDeliveryDto(
            DeliveryId, WebhookId, MessageId, WebhookEventTypes.MessagePosted, RoomId, WebhookDeliveryState.Delivered, Noon, null,
            [new WebhookAttemptDto(Noon, 37, 200, null, "thank you")]),
    ];

    private static WebhookEvent Of(string type, object data) => new(MessageId, type, RoomId, Noon, data);

    private static LiveStreamData Demo(int seq) => new(
        RoomId, seq, AdaId, "ada", StreamId, "pb-7c2f4f3d8b15", "Friday demo",
        $"https://chat.example.com/media/live/{StreamId}/index.m3u8", VideoId: null, Reason: null);

    private static VideoData Film(int seq) => new(RoomId, seq, AdaId, "ada", VideoId, "A walk in the park", null, null, null);
}
