using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Http;
using VideoChat.Api.OpenApi;
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

/// <param name="Url">An https URL, up to 2,048 characters; no user name, no fragment, port 443 or 8443.</param>
/// <param name="Events">What to be told of; at least one, each at most once.</param>
/// <param name="Description">A note for people, up to 500 characters.</param>
/// <param name="RoomId">The one room to be told about; null or left out: all rooms. It cannot be changed later.</param>
public sealed record CreateWebhookRequest(
    [StringLength(WebhookUrl.MaxLength), Url] string Url,
    [MinLength(1)] IReadOnlyList<string> Events,
    [StringLength(WebhookEndpoint.MaxDescriptionLength)] string? Description = null,
    Guid? RoomId = null);

/// <param name="Url">Another URL; null or left out: as it is.</param>
/// <param name="Events">Other events; null or left out: as they are.</param>
/// <param name="Description">Another note, "" for none; null or left out: as it is.</param>
/// <param name="Enabled">true: what waits goes out, with a clean record. false: what happens from now on is never sent, and what waits goes on waiting. null or left out: as it is.</param>
public sealed record UpdateWebhookRequest(
    [StringLength(WebhookUrl.MaxLength), Url] string? Url = null,
    [MinLength(1)] IReadOnlyList<string>? Events = null,
    [StringLength(WebhookEndpoint.MaxDescriptionLength)] string? Description = null,
    bool? Enabled = null);

/// <summary>What partners are told, at addresses of theirs, when something happens.</summary>
[ApiController, Route("webhooks"), Tags("Webhooks"), PartnerKey]
[Refuses(401, PartnerKeyAttribute.KeyRequired)]
[Refuses(403, PartnerKeyAttribute.NoKeyConfigured)]
public sealed class WebhooksController(IMediator mediator) : ControllerBase
{
    /// <summary>Adds an endpoint that is told what happens.</summary>
    /// <remarks>Its secret is in this answer and in no other. It is told of everything from this answer on.</remarks>
    [HttpPost, OperationId("createWebhook")]
    [Refuses(404, "Room not found")]
    [Refuses(409, "The limit of 100 webhooks is reached.")]
    [Refuses(422, "url must be an https URL")]
    public Task<CreatedWebhookDto> Create(CreateWebhookRequest request, CancellationToken cancellationToken) =>
        mediator.Send(
            new CreateWebhookCommand(request.Url, request.Events, request.Description, request.RoomId), cancellationToken);

    /// <summary>Lists the endpoints, oldest first, without their secrets.</summary>
    /// <remarks>Where more follow, a `Link` header leads to them.</remarks>
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

    /// <summary>Gets one endpoint, without its secret.</summary>
    /// <remarks>`failing_since` and `disabled_reason` say how it goes.</remarks>
    [HttpGet("{webhook_id}"), OperationId("getWebhook")]
    [Refuses(404, "Webhook not found")]
    public Task<WebhookDto> Get([FromRoute(Name = "webhook_id")] Guid webhookId, CancellationToken cancellationToken) =>
        mediator.Send(new GetWebhookQuery(webhookId), cancellationToken);

    /// <summary>Changes an endpoint.</summary>
    /// <remarks>What is left out, or null, stays as it is. Its room cannot be changed.</remarks>
    [HttpPatch("{webhook_id}"), OperationId("updateWebhook")]
    [Refuses(404, "Webhook not found")]
    [Refuses(422, "url must be an https URL")]
    public Task<WebhookDto> Update(
        [FromRoute(Name = "webhook_id")] Guid webhookId, UpdateWebhookRequest request, CancellationToken cancellationToken) =>
        mediator.Send(
            new UpdateWebhookCommand(webhookId, request.Url, request.Events, request.Description, request.Enabled),
            cancellationToken);

    /// <summary>Deletes an endpoint.</summary>
    /// <remarks>With all that was on its way to it.</remarks>
    [HttpDelete("{webhook_id}"), OperationId("deleteWebhook")]
    [Refuses(404, "Webhook not found")]
    public Task<MessageResult> Delete(
        [FromRoute(Name = "webhook_id")] Guid webhookId, CancellationToken cancellationToken) =>
        mediator.Send(new DeleteWebhookCommand(webhookId), cancellationToken);

    /// <summary>Gives an endpoint a new secret.</summary>
    /// <remarks>It is in this answer and in no other. The old one signs along for 24 hours.</remarks>
    [HttpPost("{webhook_id}/rotate-secret"), OperationId("rotateWebhookSecret")]
    [Refuses(404, "Webhook not found")]
    public Task<WebhookSecretDto> RotateSecret(
        [FromRoute(Name = "webhook_id")] Guid webhookId, CancellationToken cancellationToken) =>
        mediator.Send(new RotateWebhookSecretCommand(webhookId), cancellationToken);

    /// <summary>Sends an endpoint a test.</summary>
    /// <remarks>A `webhook.test`, as it would be sent anything else; its delivery says what came of it.</remarks>
    [HttpPost("{webhook_id}/test"), OperationId("testWebhook")]
    [Refuses(404, "Webhook not found")]
    [Refuses(409, "This webhook is disabled; enable it first.")]
    public Task<WebhookDeliveryDto> Test(
        [FromRoute(Name = "webhook_id")] Guid webhookId, CancellationToken cancellationToken) =>
        mediator.Send(new TestWebhookCommand(webhookId), cancellationToken);

    /// <summary>Lists what was and is to be sent to an endpoint, newest first, with every attempt.</summary>
    /// <remarks>Of the last 7 days. Where more follow, a `Link` header leads to them.</remarks>
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
    /// <remarks>Whatever became of it: at once, and if need be by the whole schedule.</remarks>
    [HttpPost("deliveries/{delivery_id}/replay"), OperationId("replayWebhookDelivery")]
    [Refuses(404, "Delivery not found")]
    public Task<WebhookDeliveryDto> Replay(
        [FromRoute(Name = "delivery_id")] Guid deliveryId, CancellationToken cancellationToken) =>
        mediator.Send(new ReplayWebhookDeliveryCommand(deliveryId), cancellationToken);
}
