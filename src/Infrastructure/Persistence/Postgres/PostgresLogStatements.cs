using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Webhooks.Outbox;

namespace VideoChat.Infrastructure.Persistence.Postgres;

/// <summary>
/// PostgreSQL is a journey away, so a transaction makes two of them, however many messages it brings: one that locks and
/// asks, one that writes. What comes between is remembered here. The driver prepares what it sees again and again.
/// </summary>
internal sealed class PostgresLogStatements(VideoChatDbContext db, NpgsqlConnection connection) : ILogStatements
{
    /// <summary>
    /// A number that stands for "reading what partners want to be told" among the advisory locks of a database. Every
    /// transaction of a log shares it; who waits to have it alone waits for all that have read something older.
    /// </summary>
    public const long WebhookLock = 0x76_6368_7768;

    private readonly List<(Message Message, long Seq)> _messages = [];
    private readonly List<(string Sql, object[] Values)> _others = [];
    private readonly List<WebhookDelivery> _deliveries = [];
    private readonly List<(IdempotencyKey Key, DateTime Expired)> _keys = [];

    // By client id: the message of this transaction that was first to bear it; null where the database has one.
    private readonly Dictionary<(Guid RoomId, Guid UserId, string ClientId), Message?> _named = [];
    private IReadOnlyList<WebhookSubscription> _subscriptions = [];
    private NpgsqlTransaction? _transaction;

    public CommitMark? Mark { get; private set; }

    public List<(Guid RoomId, long LastSeq)> Begin(
        DbTransaction transaction, IReadOnlyList<Guid> roomIds, IReadOnlyList<Message> named)
    {
        Mark = null;
        _transaction = (NpgsqlTransaction)transaction;
        _messages.Clear();
        _others.Clear();
        _keys.Clear();
        _deliveries.Clear();
        _named.Clear();

        using var batch = new NpgsqlBatch(connection, _transaction);
        // A machine that stops in the middle of a transaction holds rooms that others want. Its transaction is ended, and who
        // waits for it outlasts that. Said to each transaction: a connection may have been replaced, or be a pooler's.
        batch.Add(
            """
            SELECT pg_current_xact_id()::text,
                set_config('idle_in_transaction_session_timeout', '3s', true), set_config('lock_timeout', '6s', true)
            """);
        // Whoever adds to a room holds its row until the commit. So what a statement after this one sees of the room is all
        // there is, and nobody else gives out the next number.
        batch.Add("SELECT id, last_seq FROM rooms WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", (Guid[])[.. roomIds]);
        // One look into the index for each, whatever the planner thinks of the table.
        batch.Add(
            """
            SELECT k.room_id, k.user_id, k.client_id
            FROM unnest($1, $2, $3) AS k (room_id, user_id, client_id)
            CROSS JOIN LATERAL (
                SELECT FROM room_events e
                WHERE e.room_id = k.room_id AND e.user_id = k.user_id AND e.client_id = k.client_id
                LIMIT 1) AS first
            """,
            named.Select(m => m.RoomId).ToArray(), named.Select(m => m.UserId).ToArray(), named.Select(m => m.ClientId!).ToArray());
        // Two statements: what the second one sees begins when the lock is there.
        batch.Add("SELECT pg_advisory_xact_lock_shared($1)", WebhookLock);
        batch.Add("SELECT id, room_id, events FROM webhook_endpoints WHERE is_enabled");

        using var reader = batch.ExecuteReader();
        reader.Read();
        Mark = new CommitMark(reader.GetString(0));

        reader.NextResult();
        var rooms = new List<(Guid, long)>(roomIds.Count);
        while (reader.Read())
            rooms.Add((reader.GetGuid(0), reader.GetInt64(1)));

        reader.NextResult();
        while (reader.Read())
            _named[(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2))] = null;

        reader.NextResult();
        reader.NextResult();
        _subscriptions = WebhookSubscription.ReadAll(reader);
        return rooms;
    }

    public Message? Insert(Message message, long seq)
    {
        if (message.ClientId is { } clientId && !_named.TryAdd((message.RoomId, message.UserId, clientId), message))
            return _named[(message.RoomId, message.UserId, clientId)] ?? db.FindFirst(message);
        _messages.Add((message, seq));
        return null;
    }

    public void Execute(string sql, params ReadOnlySpan<object> values) => _others.Add((sql, values.ToArray()));

    public int ExecuteNow(string sql, params ReadOnlySpan<object> values)
    {
        using var batch = new NpgsqlBatch(connection, _transaction);
        AddOthers(batch);
        var command = batch.Add(sql, values);
        batch.ExecuteNonQuery();
        return (int)command.RecordsAffected;
    }

    public void Remember(IdempotencyKey key, DateTime expired) => _keys.Add((key, expired));

    public IReadOnlyList<WebhookSubscription> ReadSubscriptions() => _subscriptions;

    public void Insert(WebhookDelivery delivery) => _deliveries.Add(delivery);

    public void Finish(IReadOnlyCollection<(Guid RoomId, long LastSeq)> gained, IReadOnlyDictionary<string, long> counts)
    {
        using var batch = new NpgsqlBatch(connection, _transaction);
        AddOthers(batch);
        if (_messages.Count > 0)
            AddMessages(batch);
        if (_deliveries.Count > 0)
            AddDeliveries(batch);
        if (gained.Count > 0)
        {
            batch.Add(
                "UPDATE rooms SET last_seq = gained.last_seq FROM unnest($1, $2) AS gained (id, last_seq) WHERE rooms.id = gained.id",
                gained.Select(room => room.RoomId).ToArray(), gained.Select(room => room.LastSeq).ToArray());
        }
        var keys = AddKeys(batch);
        // Last, because machines that count in one shard wait here for each other.
        if (counts.Count > 0)
        {
            batch.Add(
                """
                INSERT INTO counters (name, shard, value)
                SELECT name, $1, value FROM unnest($2, $3) AS counted (name, value) ORDER BY name
                ON CONFLICT (name, shard) DO UPDATE SET value = counters.value + excluded.value
                """,
                Counter.DrawShard(), counts.Keys.ToArray(), counts.Values.ToArray());
        }
        if (batch.BatchCommands.Count == 0)
            return;

        batch.ExecuteNonQuery();
        if (keys.Any(command => command.RecordsAffected == 0))
            throw new IdempotencyKeyTakenException();
    }

    public void Dispose()
    {
        // The connection is the context's.
    }

    private void AddOthers(NpgsqlBatch batch)
    {
        foreach (var (sql, values) in _others)
            batch.Add(sql, values);
        _others.Clear();
    }

    private void AddMessages(NpgsqlBatch batch)
    {
        // No ON CONFLICT: repeats have been left out, and a row that did not go in would leave a gap.
        var command = batch.Add(
            """
            INSERT INTO room_events (kind, room_id, seq, id, timestamp, user_id, username, content, client_id)
            SELECT 'message', * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            _messages.Select(m => m.Message.RoomId).ToArray(),
            _messages.Select(m => m.Seq).ToArray(),
            _messages.Select(m => m.Message.Id).ToArray(),
            _messages.Select(m => m.Message.Timestamp).ToArray(),
            _messages.Select(m => m.Message.UserId).ToArray(),
            _messages.Select(m => m.Message.Username).ToArray(),
            _messages.Select(m => m.Message.Content).ToArray(),
            _messages.Select(m => m.Message.ClientId).ToArray());
        command.Parameters[3].NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
    }

    // Numbered in the order in which things happened, and due by the clock that says so to all machines.
    private void AddDeliveries(NpgsqlBatch batch)
    {
        var command = batch.Add(
            """
            INSERT INTO webhook_deliveries
                (id, endpoint_id, event_id, type, room_id, payload, created_at, next_attempt_at, trace_parent, state, tries, attempts)
            SELECT id, endpoint_id, event_id, type, room_id, payload, created_at, now(), trace_parent, 'Pending', 0, '[]'
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
                AS d (id, endpoint_id, event_id, type, room_id, payload, created_at, trace_parent, place)
            ORDER BY place
            """,
            _deliveries.Select(d => d.Id).ToArray(),
            _deliveries.Select(d => d.EndpointId).ToArray(),
            _deliveries.Select(d => d.EventId).ToArray(),
            _deliveries.Select(d => d.Type).ToArray(),
            _deliveries.Select(d => d.RoomId).ToArray(),
            _deliveries.Select(d => d.Payload).ToArray(),
            _deliveries.Select(d => d.CreatedAt).ToArray(),
            _deliveries.Select(d => d.TraceParent).ToArray());
        command.Parameters[6].NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
    }

    // In one order on every machine: who comes second to a key waits for the first one's commit, holding its own.
    private List<NpgsqlBatchCommand> AddKeys(NpgsqlBatch batch)
    {
        if (_keys.DistinctBy(k => (k.Key.Key, k.Key.Path, k.Key.Method)).Count() < _keys.Count)
            throw new IdempotencyKeyTakenException();
        return [.. _keys
            .OrderBy(k => k.Key.Key, StringComparer.Ordinal).ThenBy(k => k.Key.Path, StringComparer.Ordinal)
            .Select(k => batch.Add(
                """
                INSERT INTO idempotency_keys (method, path, key, fingerprint, answer, created_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (key, path, method) DO UPDATE
                SET fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
                WHERE idempotency_keys.created_at < $7
                """,
                k.Key.Method, k.Key.Path, k.Key.Key, k.Key.Fingerprint, k.Key.Answer, k.Key.CreatedAt, k.Expired))];
    }
}
