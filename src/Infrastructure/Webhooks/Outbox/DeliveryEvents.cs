using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

internal sealed record DeliveryCreated(WebhookDelivery Delivery) : IDomainEvent;

/// <summary>Raised when a delivery becomes due, now or at a later time.</summary>
internal sealed record DeliveriesDue : IDomainEvent;
