using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Api.Http;
using VideoChat.Api.Partners;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Application.Webhooks;
using VideoChat.Application.Webhooks.CreateWebhook;
using VideoChat.Application.Webhooks.DeleteWebhook;
using VideoChat.Application.Webhooks.GetWebhook;
using VideoChat.Application.Webhooks.ListWebhookDeliveries;
using VideoChat.Application.Webhooks.ListWebhooks;
using VideoChat.Application.Webhooks.ReplayWebhookDelivery;
using VideoChat.Application.Webhooks.RotateWebhookSecret;
using VideoChat.Application.Webhooks.TestWebhook;
using VideoChat.Application.Webhooks.UpdateWebhook;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Api.Controllers;

/// <param name="Url">An https URL of up to 2,048 characters, with port 443 or 8443 and without a user name or fragment.</param>
/// <param name="Events">The event types to subscribe to: one or more, without duplicates.</param>
/// <param name="Description">A note of up to 500 characters.</param>
/// <param name="RoomId">The room whose events are delivered; null or omitted for all rooms. It cannot be changed later.</param>
public sealed record CreateWebhookRequest(
    [StringLength(WebhookUrl.MaxLength), Url] string Url,
    [MinLength(1)] IReadOnlyList<string> Events,
    [StringLength(WebhookEndpoint.MaxDescriptionLength)] string? Description = null,
    Guid? RoomId = null);

/// <param name="Url">The new URL. A new URL also ends a pause. Null or omitted leaves the URL unchanged.</param>
/// <param name="Events">The new event types. Null or omitted leaves them unchanged.</param>
/// <param name="Description">The new note. An empty string removes the note; null or omitted leaves it unchanged.</param>
/// <param name="Enabled">
/// true sends pending deliveries and clears failures. false stops queueing events, and pending deliveries stay pending. Null or
/// omitted leaves the state unchanged.
/// </param>
public sealed record UpdateWebhookRequest(
    [StringLength(WebhookUrl.MaxLength), Url] string? Url = null,
    [MinLength(1)] IReadOnlyList<string>? Events = null,
    [StringLength(WebhookEndpoint.MaxDescriptionLength)] string? Description = null,
    bool? Enabled = null);

/// <summary>Webhooks that deliver events to the URLs of partners.</summary>
[ApiController, Route("webhooks"), Tags("Webhooks"), PartnerKey]
[Refuses(401, PartnerKeyAttribute.KeyRequired)]
[Refuses(403, PartnerKeyAttribute.NoKeyConfigured)]
public sealed class WebhooksController(IMediator mediator) : ControllerBase
{
    /// <summary>Creates a webhook endpoint.</summary>
    /// <remarks>
    /// Only this response contains the secret. The endpoint receives the events that are committed after this response.
    /// </remarks>
    [HttpPost, OperationId("createWebhook")]
    [Refuses(404, "Room not found")]
    [Refuses(409, "The limit of 100 webhooks is reached.")]
    [Refuses(422, "url must be an https URL")]
    public Task<CreatedWebhookDto> Create(CreateWebhookRequest request, CancellationToken cancellationToken) =>
        mediator.Send(
            new CreateWebhookCommand(request.Url, request.Events, request.Description, request.RoomId), cancellationToken);

    /// <summary>Lists the webhook endpoints without their secrets, oldest first.</summary>
    /// <remarks>If more endpoints follow, a `Link` header points to the next page.</remarks>
    [HttpGet, OperationId("listWebhooks")]
    [Refuses(422, "limit must be between 1 and 1000")]
    public async Task<IReadOnlyList<WebhookDto>> List(
        [FromQuery(Name = "limit"), Range(1, Page.MaxLimit)] int limit = Page.MaxLimit,
        [FromQuery(Name = "cursor")] Guid? cursor = null,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(new ListWebhooksQuery(limit, cursor), cancellationToken);

        Response.AddLink("next", "cursor", page.Next, limit);
        return page.Items;
    }

    /// <summary>Gets a webhook endpoint without its secret.</summary>
    /// <remarks>`failing_since`, `paused_until` and `disabled_reason` show the state of its deliveries.</remarks>
    [HttpGet("{webhook_id}"), OperationId("getWebhook")]
    [Refuses(404, "Webhook not found")]
    public Task<WebhookDto> Get([FromRoute(Name = "webhook_id")] Guid webhookId, CancellationToken cancellationToken) =>
        mediator.Send(new GetWebhookQuery(webhookId), cancellationToken);

    /// <summary>Updates a webhook endpoint.</summary>
    /// <remarks>Members that are omitted or null are unchanged. The room cannot be changed.</remarks>
    [HttpPatch("{webhook_id}"), OperationId("updateWebhook")]
    [Refuses(404, "Webhook not found")]
    [Refuses(422, "url must be an https URL")]
    public Task<WebhookDto> Update(
        [FromRoute(Name = "webhook_id")] Guid webhookId, UpdateWebhookRequest request, CancellationToken cancellationToken) =>
        mediator.Send(
            new UpdateWebhookCommand(webhookId, request.Url, request.Events, request.Description, request.Enabled),
            cancellationToken);

    /// <summary>Deletes a webhook endpoint.</summary>
    /// <remarks>Its pending deliveries are deleted, too.</remarks>
    [HttpDelete("{webhook_id}"), OperationId("deleteWebhook")]
    [Refuses(404, "Webhook not found")]
    public Task<MessageResult> Delete(
        [FromRoute(Name = "webhook_id")] Guid webhookId, CancellationToken cancellationToken) =>
        mediator.Send(new DeleteWebhookCommand(webhookId), cancellationToken);

    /// <summary>Replaces the secret of a webhook endpoint.</summary>
    /// <remarks>
    /// Only this response contains the new secret. For 24 hours, webhooks are signed with both secrets, and the secret cannot be
    /// replaced again. With an `Idempotency-Key`, a repeated request returns the same secret.
    /// </remarks>
    [HttpPost("{webhook_id}/rotate-secret"), OperationId("rotateWebhookSecret")]
    [Refuses(404, "Webhook not found")]
    [Refuses(409, "The previous secret still signs until 2026-11-24 11:06 UTC; the next rotation is possible then.")]
    public Task<WebhookSecretDto> RotateSecret(
        [FromRoute(Name = "webhook_id")] Guid webhookId, CancellationToken cancellationToken) =>
        mediator.Send(new RotateWebhookSecretCommand(webhookId), cancellationToken);

    /// <summary>Sends a `webhook.test` event to a webhook endpoint.</summary>
    /// <remarks>
    /// The event is delivered like any other event, and the delivery shows the result. The request ends a pause of the endpoint.
    /// </remarks>
    [HttpPost("{webhook_id}/test"), OperationId("testWebhook")]
    [Refuses(404, "Webhook not found")]
    [Refuses(409, "This webhook is disabled; enable it first.")]
    public Task<WebhookDeliveryDto> Test(
        [FromRoute(Name = "webhook_id")] Guid webhookId, CancellationToken cancellationToken) =>
        mediator.Send(new TestWebhookCommand(webhookId), cancellationToken);

    /// <summary>Lists the deliveries to a webhook endpoint with their attempts, newest first.</summary>
    /// <remarks>Deliveries are kept for 7 days. If more deliveries follow, a `Link` header points to the next page.</remarks>
    [HttpGet("{webhook_id}/deliveries"), OperationId("listWebhookDeliveries")]
    [Refuses(404, "Webhook not found")]
    [Refuses(422, "limit must be between 1 and 100")]
    [Refuses(422, "state must be pending, delivered or failed")]
    public async Task<IReadOnlyList<WebhookDeliveryDto>> ListDeliveries(
        [FromRoute(Name = "webhook_id")] Guid webhookId,
        [FromQuery(Name = "state"), AllowedValues("pending", "delivered", "failed")] string? state = null,
        [FromQuery(Name = "limit"), Range(1, ListWebhookDeliveriesQueryValidator.MaxLimit)] int limit = 50,
        [FromQuery(Name = "cursor")] Guid? cursor = null,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(new ListWebhookDeliveriesQuery(webhookId, state, cursor, limit), cancellationToken);

        Response.AddLink("next", "cursor", page.Next, limit, ("state", state));
        return page.Items;
    }

    /// <summary>Sends a delivery again.</summary>
    /// <remarks>
    /// The delivery can have any state. It is sent immediately, with a new retry schedule. The request ends a pause of the
    /// endpoint.
    /// </remarks>
    [HttpPost("deliveries/{delivery_id}/replay"), OperationId("replayWebhookDelivery")]
    [Refuses(404, "Delivery not found")]
    [Refuses(409, "This webhook is disabled; enable it first.")]
    public Task<WebhookDeliveryDto> Replay(
        [FromRoute(Name = "delivery_id")] Guid deliveryId, CancellationToken cancellationToken) =>
        mediator.Send(new ReplayWebhookDeliveryCommand(deliveryId), cancellationToken);
}
