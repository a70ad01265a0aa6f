using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

internal interface IWebhookStatements
{
    void Begin();

    /// <summary>
    /// Returns the current subscriptions. A change of a subscription is visible to all transactions that start after
    /// <see cref="IDatabaseDialect.WaitForOpenTransactionsAsync"/> has completed.
    /// </summary>
    IReadOnlyList<WebhookSubscription> ReadSubscriptions();

    /// <summary>Inserts deliveries in order. The statements may be delayed until the session is flushed.</summary>
    void Insert(IReadOnlyList<WebhookDelivery> deliveries);
}
