using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

internal sealed record DeliveryCreated(WebhookDelivery Delivery) : IDomainEvent;

/// <summary>A delivery is due now or will be due at a later time.</summary>
internal sealed record DeliveriesDue : IDomainEvent;
