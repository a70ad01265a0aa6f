namespace VideoChat.Infrastructure.Webhooks;

/// <summary>That a process alone delivers to an endpoint, so that the order holds; it ends by itself when the process dies.</summary>
/// <param name="EndpointId">The endpoint.</param>
/// <param name="Holder">The process.</param>
/// <param name="ExpiresAt">Until when, unless it is renewed.</param>
internal sealed record WebhookLease(Guid EndpointId, Guid Holder, DateTime ExpiresAt);
