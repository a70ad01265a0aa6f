using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Webhooks.Outbox;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Prepared statements, each run as it comes: SQLite is a call away, so nothing is won by gathering them. What every message
/// costs is run without ADO.NET.
/// </summary>
internal sealed class SqliteLogStatements : ILogStatements
{
    private readonly VideoChatDbContext _db;
    private readonly SqliteStatement _readLastSeq;
    private readonly SqliteStatement _insertMessage;
    private readonly SqliteStatement _insertDelivery;
    private readonly SqliteStatement _setLastSeq;
    private readonly SqliteStatement _count;
    private readonly DbCommand _remember;
    private readonly DbCommand _readSubscriptions;
    private readonly List<DbCommand> _commands;
    private readonly Dictionary<string, DbCommand> _others = new(ReferenceEqualityComparer.Instance);
    private DbTransaction? _transaction;

    public SqliteLogStatements(VideoChatDbContext db)
    {
        _db = db;
        var connection = db.Database.GetDbConnection();
        // In KiB, and not 2,000: each endpoint of a partner is a page in two indexes, and what does not fit is written and read
        // again in the middle of a transaction.
        db.Database.ExecuteSqlRaw("PRAGMA cache_size = -16000");
        // Nothing to lock: the transaction is the only one that writes, from its BEGIN IMMEDIATE on.
        _readLastSeq = new SqliteStatement(connection, "SELECT last_seq FROM rooms WHERE id = ?");
        _insertMessage = new SqliteStatement(
            connection,
            """
            INSERT INTO room_events (room_id, seq, id, kind, timestamp, user_id, username, content, client_id)
            VALUES (?, ?, ?, 'message', ?, ?, ?, ?, ?)
            ON CONFLICT (room_id, user_id, client_id) WHERE client_id IS NOT NULL DO NOTHING
            """);
        _insertDelivery = new SqliteStatement(
            connection,
            """
            INSERT INTO webhook_deliveries
                (id, endpoint_id, event_id, type, room_id, payload, trace_parent, created_at, next_attempt_at, state, tries, attempts)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, 'Pending', 0, '[]')
            """);
        _setLastSeq = new SqliteStatement(connection, "UPDATE rooms SET last_seq = ? WHERE id = ?");
        _count = new SqliteStatement(
            connection,
            """
            INSERT INTO counters (name, shard, value) VALUES (?, ?, ?)
            ON CONFLICT (name, shard) DO UPDATE SET value = counters.value + excluded.value
            """);
        _remember = Prepare(
            """
            INSERT INTO idempotency_keys (method, path, key, fingerprint, answer, created_at)
            VALUES (@method, @path, @key, @fingerprint, @answer, @created_at)
            ON CONFLICT (key, path, method) DO UPDATE
            SET fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
            WHERE idempotency_keys.created_at < @expired
            """,
            "method", "path", "key", "fingerprint", "answer", "created_at", "expired");
        _readSubscriptions = Prepare("SELECT id, room_id, events FROM webhook_endpoints WHERE is_enabled");
        _commands = [_remember, _readSubscriptions];
    }

    public CommitMark? Mark => null;

    public List<(Guid RoomId, long LastSeq)> Begin(
        DbTransaction transaction, IReadOnlyList<Guid> roomIds, IReadOnlyList<Message> named)
    {
        _transaction = transaction;
        foreach (var command in _commands)
            command.Transaction = transaction;

        var rooms = new List<(Guid, long)>(roomIds.Count);
        foreach (var roomId in roomIds)
        {
            _readLastSeq.Bind(1, roomId);
            if (_readLastSeq.ReadNumber() is { } lastSeq)
                rooms.Add((roomId, lastSeq));
        }
        return rooms;
    }

    public Message? Insert(Message message, long seq)
    {
        _insertMessage.Bind(1, message.RoomId);
        _insertMessage.Bind(2, seq);
        _insertMessage.Bind(3, message.Id);
        _insertMessage.Bind(4, message.Timestamp);
        _insertMessage.Bind(5, message.UserId);
        _insertMessage.Bind(6, message.Username);
        _insertMessage.Bind(7, message.Content);
        _insertMessage.Bind(8, message.ClientId);
        return _insertMessage.Execute() == 0 ? _db.FindFirst(message) : null;
    }

    public void Execute(string sql, params ReadOnlySpan<object> values) => ExecuteNow(sql, values);

    public int ExecuteNow(string sql, params ReadOnlySpan<object> values)
    {
        if (!_others.TryGetValue(sql, out var command))
        {
            command = Prepare(sql, '$', [.. Enumerable.Range(1, values.Length).Select(number => $"{number}")]);
            command.Transaction = _transaction;
            _others.Add(sql, command);
            _commands.Add(command);
        }
        return Execute(command, values);
    }

    public void Remember(IdempotencyKey key, DateTime expired)
    {
        if (Execute(_remember, key.Method, key.Path, key.Key, key.Fingerprint, key.Answer, key.CreatedAt, expired) == 0)
            throw new IdempotencyKeyTakenException();
    }

    public IReadOnlyList<WebhookSubscription> ReadSubscriptions()
    {
        using var reader = _readSubscriptions.ExecuteReader();
        return WebhookSubscription.ReadAll(reader);
    }

    public void Insert(WebhookDelivery delivery)
    {
        _insertDelivery.Bind(1, delivery.Id);
        _insertDelivery.Bind(2, delivery.EndpointId);
        _insertDelivery.Bind(3, delivery.EventId);
        _insertDelivery.Bind(4, delivery.Type);
        _insertDelivery.Bind(5, delivery.RoomId);
        _insertDelivery.Bind(6, delivery.Payload);
        _insertDelivery.Bind(7, delivery.TraceParent);
        _insertDelivery.Bind(8, delivery.CreatedAt);
        _insertDelivery.Execute();
    }

    public void Finish(IReadOnlyCollection<(Guid RoomId, long LastSeq)> gained, IReadOnlyDictionary<string, long> counts)
    {
        foreach (var (roomId, lastSeq) in gained)
        {
            _setLastSeq.Bind(1, lastSeq);
            _setLastSeq.Bind(2, roomId);
            _setLastSeq.Execute();
        }
        foreach (var (name, count) in counts)
        {
            _count.Bind(1, name);
            _count.Bind(2, Counter.OnlyShard);
            _count.Bind(3, count);
            _count.Execute();
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _readLastSeq, _insertMessage, _insertDelivery, _setLastSeq, _count })
            statement.Dispose();
        foreach (var command in _commands)
            command.Dispose();
    }

    private DbCommand Prepare(string sql, params string[] parameters) => Prepare(sql, '@', parameters);

    private DbCommand Prepare(string sql, char prefix, string[] parameters)
    {
        var command = _db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = prefix + name;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static int Execute(DbCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command.ExecuteNonQuery();
    }
}
