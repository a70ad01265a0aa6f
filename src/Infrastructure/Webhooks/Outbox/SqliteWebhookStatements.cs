using System.Data.Common;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence.Sqlite;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

internal sealed class SqliteWebhookStatements : IWebhookStatements, IDisposable
{
    private readonly SqliteSession _session;
    private readonly DbCommand _readSubscriptions;
    private readonly SqliteStatement _insert;

    public SqliteWebhookStatements(SqliteSession session)
    {
        _session = session;
        _readSubscriptions = session.Connection.CreateCommand();
        _readSubscriptions.CommandText = "SELECT id, room_id, events FROM webhook_endpoints WHERE is_enabled";
        _insert = session.Prepare(
            """
            INSERT INTO webhook_deliveries
                (id, endpoint_id, event_id, type, room_id, payload, trace_parent, created_at, next_attempt_at, state, tries, attempts)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, 'Pending', 0, '[]')
            """);
    }

    public void Begin()
    {
    }

    public IReadOnlyList<WebhookSubscription> ReadSubscriptions()
    {
        _readSubscriptions.Transaction = _session.Transaction;
        using var reader = _readSubscriptions.ExecuteReader();
        return WebhookSubscription.ReadAll(reader);
    }

    public void Insert(IReadOnlyList<WebhookDelivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            _insert.Bind(1, delivery.Id);
            _insert.Bind(2, delivery.EndpointId);
            _insert.Bind(3, delivery.EventId);
            _insert.Bind(4, delivery.Type);
            _insert.Bind(5, delivery.RoomId);
            _insert.Bind(6, delivery.Payload);
            _insert.Bind(7, delivery.TraceParent);
            _insert.Bind(8, delivery.CreatedAt);
            _insert.Execute();
        }
    }

    public void Dispose() => _readSubscriptions.Dispose();
}
