using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks.TestWebhook;

/// <summary>Sends a <c>webhook.test</c> event to an endpoint and ends the endpoint's pause.</summary>
public sealed record TestWebhookCommand(Guid WebhookId) : IRequest<WebhookDeliveryDto>;

internal sealed class TestWebhookCommandHandler(
    IWebhookEndpointRepository endpoints, IWebhookDeliveryRepository deliveries, IUnitOfWork unitOfWork, IMapper mapper,
    TimeProvider clock)
    : IRequestHandler<TestWebhookCommand, WebhookDeliveryDto>
{
    public async Task<WebhookDeliveryDto> Handle(TestWebhookCommand command, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindAsync(command.WebhookId, cancellationToken) ?? throw new NotFoundException("Webhook");
        if (!endpoint.IsEnabled)
            throw new DomainException("This webhook is disabled; enable it first.");

        var test = WebhookEvent.Test(endpoint, clock.UtcTimestamp());
        var delivery = WebhookDelivery.Create(
            endpoint.Id, test.Id, test.Type, test.RoomId, test.ToPayload(), test.Timestamp,
            Telemetry.CurrentSpan?.Id);
        deliveries.Add(delivery);
        endpoints.Change(endpoint.Id, e => e.Resume());

        return await unitOfWork.SaveChangesAsync(() => mapper.Map<WebhookDeliveryDto>(delivery), cancellationToken);
    }
}
