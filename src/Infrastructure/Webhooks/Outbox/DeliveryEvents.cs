using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

/// <summary>A delivery was created for another reason than a room event, such as a test.</summary>
internal sealed record DeliveryCreated(WebhookDelivery Delivery) : IDomainEvent;

/// <summary>An existing delivery became due or will be retried.</summary>
internal sealed record DeliveriesDue : IDomainEvent;
