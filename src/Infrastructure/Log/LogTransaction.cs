using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// The writer's connection and what one transaction does on it. Hand-written, prepared statements for what every message
/// costs; EF Core's change tracker for the rest. One transaction at a time.
/// </summary>
internal sealed class LogTransaction : IDisposable
{
    private static readonly int Shard = Random.Shared.Next(Counter.Shards);

    private readonly Dictionary<Guid, RoomTail> _rooms = [];
    private readonly Dictionary<string, long> _counts = [];
    private readonly DbCommand _lockRoom;
    private readonly DbCommand _insertMessage;
    private readonly DbCommand _setLastSeq;
    private readonly DbCommand _count;
    private readonly DbCommand[] _commands;
    private readonly TimeProvider _clock;

    public LogTransaction(VideoChatDbContext db, TimeProvider clock)
    {
        Db = db;
        _clock = clock;
        _lockRoom = Prepare("UPDATE rooms SET last_seq = last_seq WHERE id = @room RETURNING last_seq", "room");
        _insertMessage = Prepare(
            """
            INSERT INTO room_events (room_id, seq, id, kind, timestamp, user_id, username, content, client_id)
            VALUES (@room, @seq, @id, 'message', @timestamp, @user, @username, @content, @client_id)
            ON CONFLICT (room_id, user_id, client_id) WHERE client_id IS NOT NULL DO NOTHING
            """,
            "room", "seq", "id", "timestamp", "user", "username", "content", "client_id");
        _setLastSeq = Prepare("UPDATE rooms SET last_seq = @seq WHERE id = @room", "seq", "room");
        _count = Prepare(
            """
            INSERT INTO counters (name, shard, value) VALUES (@name, @shard, @value)
            ON CONFLICT (name, shard) DO UPDATE SET value = counters.value + excluded.value
            """,
            "name", "shard", "value");
        _commands = [_lockRoom, _insertMessage, _setLastSeq, _count];
    }

    /// <summary>The context that writes; what is added to it is saved with the transaction.</summary>
    public VideoChatDbContext Db { get; }

    /// <summary>
    /// Runs the writes in one transaction and returns what each room has gained, when it is on disk. Where it throws,
    /// nothing was written.
    /// </summary>
    public IReadOnlyCollection<RoomEventsAppendedEvent> Run(IReadOnlyList<LogWrite> writes)
    {
        Reset();
        using var transaction = Db.Database.BeginTransaction();
        foreach (var command in _commands)
            command.Transaction = transaction.GetDbTransaction();

        // Two machines that lock several rooms lock them in the same order.
        foreach (var roomId in writes.Select(write => write.RoomId).OfType<Guid>().Distinct().Order())
            LockRoom(roomId);

        foreach (var write in writes)
            write.Apply(this);

        foreach (var room in _rooms.Values.Where(room => room.Appended.Count > 0))
            Execute(_setLastSeq, room.LastSeq, room.RoomId);
        foreach (var (name, count) in _counts)
            Execute(_count, name, Shard, count);
        if (Db.ChangeTracker.HasChanges())
            Db.SaveChanges(acceptAllChangesOnSuccess: false);

        transaction.Commit();
        return [.. _rooms.Values
            .Where(room => room.Appended.Count > 0)
            .Select(room => new RoomEventsAppendedEvent(room.RoomId, room.Appended))];
    }

    /// <summary>
    /// Gives the message the next number of its room. Returns the first message where the client id repeats; then nothing
    /// was added.
    /// </summary>
    public Message Append(Message message)
    {
        if (!_rooms.TryGetValue(message.RoomId, out var room))
            throw new NotFoundException("Room");

        var seq = room.LastSeq + 1;
        var inserted = Execute(
            _insertMessage, message.RoomId, seq, message.Id, message.Timestamp, message.UserId, message.Username,
            message.Content, message.ClientId);
        if (inserted == 0)
            return FindFirst(message);

        room.LastSeq = seq;
        message.PlaceAt(seq);
        room.Appended.Add(message);
        Count(Counter.Messages);
        return message;
    }

    /// <summary>Gives a milestone the next number of its room.</summary>
    public void Append(RoomEvent milestone)
    {
        if (!_rooms.TryGetValue(milestone.RoomId, out var room))
            throw new NotFoundException("Room");
        milestone.PlaceAt(++room.LastSeq);
        room.Appended.Add(milestone);
        Db.Add(milestone);
    }

    /// <summary>One more of something that <c>/health</c> counts.</summary>
    public void Count(string counter) => _counts[counter] = _counts.GetValueOrDefault(counter) + 1;

    /// <summary>Keeps the answer under the request's idempotency key, in place of one that has grown old.</summary>
    public void Remember(IdempotentRequest request, object answer)
    {
        var (method, path, key) = request.Name;
        var now = _clock.UtcTimestamp();
        Db.IdempotencyKeys
            .Where(k => k.Key == key && k.Path == path && k.Method == method)
            .Where(k => k.CreatedAt < now - IdempotentRequest.Lifetime)
            .ExecuteDelete();
        var json = JsonSerializer.Serialize(answer, VideoChatJson.Options);
        Db.Add(new IdempotencyKey(method, path, key, request.Fingerprint, json, now));
    }

    public void Dispose()
    {
        foreach (var command in _commands)
            command.Dispose();
        Db.Dispose();
    }

    private void Reset()
    {
        _rooms.Clear();
        _counts.Clear();
        Db.ChangeTracker.Clear();
    }

    private void LockRoom(Guid roomId)
    {
        _lockRoom.Parameters[0].Value = roomId;
        if (_lockRoom.ExecuteScalar() is long lastSeq)
            _rooms.Add(roomId, new RoomTail(roomId, lastSeq));
    }

    private Message FindFirst(Message message)
    {
        var first = Db.Messages
            .AsNoTracking()
            .First(m => m.RoomId == message.RoomId && m.UserId == message.UserId && m.ClientId == message.ClientId);
        return message.IsRepeatOf(first)
            ? first
            : throw new DomainException("This client_id was used before, with other content.");
    }

    private DbCommand Prepare(string sql, params string[] parameters)
    {
        var command = Db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = '@' + name;
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

    private sealed record RoomTail(Guid RoomId, long LastSeq)
    {
        public long LastSeq { get; set; } = LastSeq;
        public List<RoomEvent> Appended { get; } = [];
    }
}
