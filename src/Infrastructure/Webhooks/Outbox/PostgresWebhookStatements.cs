using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence.Postgres;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

internal sealed class PostgresWebhookStatements(PostgresSession session) : IWebhookStatements
{
    private IReadOnlyList<WebhookSubscription> _subscriptions = [];

    public void Begin()
    {
        // The statements are separate, so that the snapshot of the second one is taken after the lock is acquired.
        session.Read("SELECT pg_advisory_xact_lock_shared($1)", receive: null, PostgresDatabase.WebhookLock);
        session.Read(
            "SELECT id, room_id, events FROM webhook_endpoints WHERE is_enabled",
            reader => _subscriptions = WebhookSubscription.ReadAll(reader));
    }

    public IReadOnlyList<WebhookSubscription> ReadSubscriptions() => _subscriptions;

    // Sorts the rows, so that deliveries are numbered in the order of their events. now() is the clock that all machines share.
    public void Insert(IReadOnlyList<WebhookDelivery> deliveries) => session.Execute(
        """
        INSERT INTO webhook_deliveries
            (id, endpoint_id, event_id, type, room_id, payload, created_at, next_attempt_at, trace_parent, state, tries, attempts)
        SELECT id, endpoint_id, event_id, type, room_id, payload, created_at, now(), trace_parent, 'Pending', 0, '[]'
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
            AS d (id, endpoint_id, event_id, type, room_id, payload, created_at, trace_parent, place)
        ORDER BY place
        """,
        onExecuted: null,
        deliveries.Select(d => d.Id).ToArray(),
        deliveries.Select(d => d.EndpointId).ToArray(),
        deliveries.Select(d => d.EventId).ToArray(),
        deliveries.Select(d => d.Type).ToArray(),
        deliveries.Select(d => d.RoomId).ToArray(),
        deliveries.Select(d => d.Payload).ToArray(),
        PostgresBatch.Timestamps(deliveries.Select(d => d.CreatedAt)),
        deliveries.Select(d => d.TraceParent).ToArray());
}
