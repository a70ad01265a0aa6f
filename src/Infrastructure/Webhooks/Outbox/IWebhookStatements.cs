using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

/// <summary>The webhook statements of the log's transactions, hand-written for one database.</summary>
internal interface IWebhookStatements
{
    /// <summary>A transaction begins.</summary>
    void Begin();

    /// <summary>
    /// The subscriptions of the enabled endpoints, including every change committed before. Once
    /// <see cref="IDatabaseDialect.WaitForOthersAsync"/> has completed after a change, every later transaction sees it.
    /// </summary>
    IReadOnlyList<WebhookSubscription> ReadSubscriptions();

    /// <summary>Adds deliveries in their order, at the latest when the session is flushed.</summary>
    void Insert(IReadOnlyList<WebhookDelivery> deliveries);
}
