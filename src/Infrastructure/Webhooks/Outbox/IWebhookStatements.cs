using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

/// <summary>The SQL statements for webhooks in the log's transactions. Each database has its own implementation.</summary>
internal interface IWebhookStatements
{
    void Begin();

    /// <summary>
    /// Returns the subscriptions of all enabled endpoints. A change is visible to every transaction that starts after
    /// <see cref="IDatabaseDialect.WaitForOthersAsync"/> has completed.
    /// </summary>
    IReadOnlyList<WebhookSubscription> ReadSubscriptions();

    /// <summary>Inserts deliveries in order. The statements may be delayed until the session is flushed.</summary>
    void Insert(IReadOnlyList<WebhookDelivery> deliveries);
}
