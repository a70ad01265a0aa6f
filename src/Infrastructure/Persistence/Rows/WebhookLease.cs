namespace VideoChat.Infrastructure.Persistence.Rows;

/// <summary>The exclusive right of one process to deliver to an endpoint. It expires if the process dies.</summary>
/// <param name="ExpiresAt">The time at which the lease expires unless it is renewed.</param>
internal sealed record WebhookLease(Guid EndpointId, Guid Holder, DateTime ExpiresAt);
