using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

/// <summary>The webhook statements of the log's transactions, hand-written for one database.</summary>
internal interface IWebhookStatements
{
    void Begin();

    /// <summary>
    /// Returns the subscriptions of the enabled endpoints, including every committed change. Once
    /// <see cref="IDatabaseDialect.WaitForOthersAsync"/> has completed after a change, every later transaction sees it.
    /// </summary>
    IReadOnlyList<WebhookSubscription> ReadSubscriptions();

    /// <summary>Adds deliveries in order, at the latest when the session is flushed.</summary>
    void Insert(IReadOnlyList<WebhookDelivery> deliveries);
}
