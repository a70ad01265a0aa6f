using VideoChat.Api.Controllers;
using VideoChat.Application.Serialization;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Events;
using VideoChat.Domain.Webhooks;
using static VideoChat.Application.Events.ExampleIds;

namespace VideoChat.Api.OpenApi.Examples;

internal static class WebhookExamples
{
    private const string Url = "https://partner.example.com/videochat";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly string[] Events = [EventKind.MessagePosted.WebhookType, EventKind.VideoReady.WebhookType];

    public static readonly IReadOnlyList<WebhookEvent> Sent =
        [.. EventKind.All.Select(kind => Of(kind.WebhookType, DataOf(kind))), Of(WebhookEvent.TestType, new WebhookTestData(WebhookId))];

    public static readonly IReadOnlyList<object> All =
    [
        new CreateWebhookRequest(Url, Events, "For the archive", RoomId),
        new UpdateWebhookRequest(Enabled: true),
        new WebhookDto(WebhookId, Url, Events, "For the archive", RoomId, true, null, null, null, Noon),
        new CreatedWebhookDto(WebhookId, Url, Events, "For the archive", RoomId, true, null, null, null, Noon, Secret),
        new WebhookSecretDto(WebhookId, Secret, Noon + WebhookEndpoint.RotationOverlap),
        new WebhookDeliveryDto(
            DeliveryId, WebhookId, MessageId, EventKind.MessagePosted.WebhookType, RoomId, WebhookDeliveryState.Delivered, Noon, null,
            [new WebhookAttemptDto(Noon, 37, 200, null, "thank you")]),
    ];

    private static WebhookEvent Of(string type, object data) => new(MessageId, type, RoomId, Noon, data);

    private static object DataOf(EventKind kind)
    {
        if (kind == EventKind.RoomCreated)
            return new RoomCreatedData(RoomId, "lobby");
        if (kind == EventKind.UserJoined || kind == EventKind.UserLeft)
            return new MembershipData(RoomId, AdaId, "ada");
        var format = EventFormats.Of(kind);
        return format.ToWebhookData(format.Example);
    }
}
