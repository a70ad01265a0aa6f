using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Webhooks.Outbox;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// The writer's connection and what one transaction does on it. The database's own statements for what every message
/// costs; EF Core's change tracker for the rest. One transaction at a time.
/// </summary>
internal sealed class LogTransaction(VideoChatDbContext db, ILogStatements statements, TimeProvider clock) : IDisposable
{
    private readonly Dictionary<Guid, RoomTail> _rooms = [];
    private readonly Dictionary<string, long> _counts = [];

    /// <summary>The context that writes; what is added to it is saved with the transaction.</summary>
    public VideoChatDbContext Db => db;

    /// <summary>What partners are told.</summary>
    public WebhookOutbox Outbox { get; } = new(statements);

    /// <summary>
    /// Runs the writes in one transaction and returns what each room has gained, when it is on disk. Where it throws,
    /// nothing was written.
    /// </summary>
    /// <exception cref="CommitInDoubtException">It is not known whether anything was written.</exception>
    public IReadOnlyCollection<RoomEventsAppendedEvent> Run(IReadOnlyList<LogWrite> writes)
    {
        Reset();
        using var transaction = db.Database.BeginTransaction();
        Begin(transaction, writes);

        foreach (var write in writes)
        {
            Outbox.Cause = write.Cause;
            write.Apply(this);
        }

        if (db.ChangeTracker.HasChanges())
            db.SaveChanges(acceptAllChangesOnSuccess: false);
        var gained = _rooms.Values.Where(room => room.Appended.Count > 0).ToList();
        statements.Finish([.. gained.Select(room => (room.RoomId, room.LastSeq))], _counts);

        RoomEventsAppendedEvent[] appended = [.. gained.Select(room => new RoomEventsAppendedEvent(room.RoomId, room.Appended))];
        Commit(transaction, appended);
        return appended;
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
        if (statements.Insert(message, seq) is { } first)
        {
            return message.IsRepeatOf(first)
                ? first
                : throw new DomainException("This client_id was used before, with other content.");
        }

        room.LastSeq = seq;
        message.PlaceAt(seq);
        Append(message, room);
        Count(Counter.Messages);
        return message;
    }

    /// <summary>Gives a milestone the next number of its room.</summary>
    public void Append(RoomEvent milestone)
    {
        if (!_rooms.TryGetValue(milestone.RoomId, out var room))
            throw new NotFoundException("Room");
        milestone.PlaceAt(++room.LastSeq);
        Append(milestone, room);
        db.Add(milestone);
    }

    /// <summary>Writes what has a statement of its own, past the change tracker (docs/performance.md).</summary>
    /// <param name="sql">A constant, with the parameters <c>$1</c>, <c>$2</c> …</param>
    /// <param name="values">Their values.</param>
    public void Execute(string sql, params ReadOnlySpan<object> values) => statements.Execute(sql, values);

    /// <summary>The same, and returns how many rows it changed: a journey of its own to a database that is one away.</summary>
    public int ExecuteNow(string sql, params ReadOnlySpan<object> values) => statements.ExecuteNow(sql, values);

    /// <summary>One more of something that <c>/health</c> counts.</summary>
    public void Count(string counter) => _counts[counter] = _counts.GetValueOrDefault(counter) + 1;

    /// <summary>Keeps the answer under the request's idempotency key, in place of one that has grown old.</summary>
    public void Remember(IdempotentRequest request, object answer)
    {
        var (method, path, key) = request.Name;
        var now = clock.UtcTimestamp();
        var json = JsonSerializer.Serialize(answer, VideoChatJson.Options);
        statements.Remember(
            new IdempotencyKey(method, path, key, request.Fingerprint, json, now), now - IdempotentRequest.Lifetime);
    }

    public void Dispose()
    {
        statements.Dispose();
        db.Dispose();
    }

    private void Reset()
    {
        _rooms.Clear();
        _counts.Clear();
        db.ChangeTracker.Clear();
        Outbox.Reset();
    }

    private void Append(RoomEvent roomEvent, RoomTail room)
    {
        room.Appended.Add(roomEvent);
        Outbox.Tell(roomEvent);
    }

    private void Begin(IDbContextTransaction transaction, IReadOnlyList<LogWrite> writes)
    {
        // Two machines that lock several rooms lock them in the same order.
        Guid[] roomIds = [.. writes.Select(write => write.RoomId).OfType<Guid>().Distinct().Order()];
        Message[] named = [.. writes.Select(write => write.Message).OfType<Message>().Where(message => message.ClientId is not null)];
        foreach (var (roomId, lastSeq) in statements.Begin(transaction.GetDbTransaction(), roomIds, named))
            _rooms.Add(roomId, new RoomTail(roomId, lastSeq));
    }

    private void Commit(IDbContextTransaction transaction, IReadOnlyCollection<RoomEventsAppendedEvent> appended)
    {
        try
        {
            transaction.Commit();
        }
        catch (Exception exception) when (statements.Mark is not null)
        {
            var mark = statements.Mark with { EventId = appended.FirstOrDefault()?.RoomEvents[0].Id };
            throw new CommitInDoubtException(mark, appended, exception);
        }
    }

    private sealed record RoomTail(Guid RoomId, long LastSeq)
    {
        public long LastSeq { get; set; } = LastSeq;
        public List<RoomEvent> Appended { get; } = [];
    }
}
