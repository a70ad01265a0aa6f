using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks.ReplayWebhookDelivery;

/// <summary>Sends a delivery again, whatever became of it: at once, and if need be by the whole schedule.</summary>
public sealed record ReplayWebhookDeliveryCommand(Guid DeliveryId) : IRequest<WebhookDeliveryDto>;

internal sealed class ReplayWebhookDeliveryCommandHandler(
    IWebhookDeliveryRepository deliveries, IUnitOfWork unitOfWork)
    : IRequestHandler<ReplayWebhookDeliveryCommand, WebhookDeliveryDto>
{
    public async Task<WebhookDeliveryDto> Handle(ReplayWebhookDeliveryCommand command, CancellationToken cancellationToken)
    {
        var delivery = await deliveries.FindAsync(command.DeliveryId, cancellationToken) ?? throw new NotFoundException("Delivery");

        delivery.Replay(await deliveries.NowAsync(cancellationToken));
        deliveries.Replay(delivery);

        return await unitOfWork.SaveChangesAsync(() => WebhookDeliveryDto.From(delivery), cancellationToken);
    }
}
