using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks.ListWebhookDeliveries;

/// <summary>Lists the deliveries of an endpoint, newest first.</summary>
public sealed record ListWebhookDeliveriesQuery(Guid WebhookId, string? State, Guid? Cursor, int Limit)
    : IRequest<Page<WebhookDeliveryDto>>;

internal sealed class ListWebhookDeliveriesQueryHandler(
    IWebhookEndpointRepository endpoints, IWebhookDeliveryRepository deliveries, IMapper mapper)
    : IRequestHandler<ListWebhookDeliveriesQuery, Page<WebhookDeliveryDto>>
{
    public async Task<Page<WebhookDeliveryDto>> Handle(
        ListWebhookDeliveriesQuery query, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindAsync(query.WebhookId, cancellationToken) ?? throw new NotFoundException("Webhook");

        var state = query.State is null ? (WebhookDeliveryState?)null : Enum.Parse<WebhookDeliveryState>(query.State, ignoreCase: true);
        var found = await deliveries.ListAsync(endpoint.Id, state, query.Cursor, query.Limit + 1, cancellationToken);

        return Page.Forward(found, query.Limit, delivery => delivery.Id)
            .Select(delivery => mapper.Map<WebhookDeliveryDto>(delivery).NotBefore(endpoint.PausedUntil));
    }
}
