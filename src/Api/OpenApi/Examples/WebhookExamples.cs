using VideoChat.Api.Controllers;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Webhooks;
using static VideoChat.Api.OpenApi.Examples.ExampleIds;

namespace VideoChat.Api.OpenApi.Examples;

/// <summary>What partners send and get.</summary>
internal static class WebhookExamples
{
    private const string Url = "https://partner.example.com/videochat";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly string[] Events = [WebhookEvents.MessagePosted, WebhookEvents.VideoReady];

    public static readonly IReadOnlyList<object> All =
    [
        new CreateWebhookRequest(Url, Events, "For the archive", RoomId),
        new UpdateWebhookRequest(Enabled: true),
        new WebhookDto(WebhookId, Url, Events, "For the archive", RoomId, true, null, null, Noon),
        new CreatedWebhookDto(WebhookId, Url, Events, "For the archive", RoomId, true, null, null, Noon, Secret),
        new WebhookSecretDto(WebhookId, Secret, Noon + WebhookEndpoint.RotationOverlap),
        new WebhookDeliveryDto(
            DeliveryId, WebhookId, MessageId, WebhookEvents.MessagePosted, RoomId, WebhookDeliveryState.Delivered, Noon, null,
            [new WebhookAttemptDto(Noon, 37, 200, null, "thank you")]),
    ];
}
