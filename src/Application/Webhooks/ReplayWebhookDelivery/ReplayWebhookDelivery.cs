using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks.ReplayWebhookDelivery;

/// <summary>Sends a delivery again, in any state, with a new retry schedule. Also ends the pause of the endpoint.</summary>
public sealed record ReplayWebhookDeliveryCommand(Guid DeliveryId) : IRequest<WebhookDeliveryDto>;

internal sealed class ReplayWebhookDeliveryCommandHandler(
    IWebhookDeliveryRepository deliveries, IWebhookEndpointRepository endpoints, IDeliveryClock clock, IUnitOfWork unitOfWork,
    IMapper mapper)
    : IRequestHandler<ReplayWebhookDeliveryCommand, WebhookDeliveryDto>
{
    public async Task<WebhookDeliveryDto> Handle(ReplayWebhookDeliveryCommand command, CancellationToken cancellationToken)
    {
        var delivery = await deliveries.FindAsync(command.DeliveryId, cancellationToken) ?? throw new NotFoundException("Delivery");
        var endpoint = await endpoints.FindAsync(delivery.EndpointId, cancellationToken) ?? throw new NotFoundException("Delivery");
        if (!endpoint.IsEnabled)
            throw new DomainException("This webhook is disabled; enable it first.");

        delivery.Replay(await clock.ReadAsync(cancellationToken));
        deliveries.Replay(delivery);
        endpoints.Change(endpoint.Id, e => e.Resume());

        return await unitOfWork.SaveChangesAsync(() => mapper.Map<WebhookDeliveryDto>(delivery), cancellationToken);
    }
}
