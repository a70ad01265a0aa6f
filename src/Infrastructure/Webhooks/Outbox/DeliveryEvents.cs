using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

/// <summary>A delivery was created that no room event caused.</summary>
internal sealed record DeliveryCreated(WebhookDelivery Delivery) : IDomainEvent;

/// <summary>An existing delivery became due or will be retried.</summary>
internal sealed record DeliveriesDue : IDomainEvent;
