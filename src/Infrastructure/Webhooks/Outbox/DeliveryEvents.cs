using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

/// <summary>A delivery that no event of a room caused.</summary>
internal sealed record DeliveryCreated(WebhookDelivery Delivery) : IDomainEvent;

/// <summary>A delivery that exists already became due, or is to be tried again.</summary>
internal sealed record DeliveriesDue : IDomainEvent;
