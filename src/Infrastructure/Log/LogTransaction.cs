using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using VideoChat.Application.Common;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log.Faults;
using VideoChat.Infrastructure.Log.Statements;
using VideoChat.Infrastructure.Log.Writes;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Log;

/// <summary>Runs the transactions of the room log, one at a time. Messages use handwritten SQL for speed.</summary>
internal sealed class LogTransaction(
    VideoChatDbContext db, IWriteSession session, IRoomLogStatements statements, IEnumerable<ILogParticipant> participants)
{
    private readonly ILogParticipant[] _participants = [.. participants];
    private readonly Dictionary<Guid, SeqAssigner> _rooms = [];

    /// <summary>The context of the writer's connection. Tracked changes are saved in the transaction.</summary>
    public VideoChatDbContext Db => db;

    /// <summary>The activity that caused the current write; null if no spans are collected.</summary>
    public Activity? Cause { get; private set; }

    public IReadOnlyCollection<RoomEventsAppendedEvent> Run(IReadOnlyList<LogWrite> writes)
    {
        _rooms.Clear();
        db.ChangeTracker.Clear();
        using var transaction = db.Database.BeginTransaction();
        Begin(transaction, writes);

        foreach (var write in writes)
        {
            Cause = write.Cause;
            write.Apply(this);
        }

        if (db.ChangeTracker.HasChanges())
            db.SaveChanges(acceptAllChangesOnSuccess: false);
        var gained = _rooms.Values.Where(room => room.Appended.Count > 0).ToList();
        statements.Finish([.. gained.Select(room => (room.RoomId, room.Last))]);
        foreach (var participant in _participants)
            participant.OnBeforeCommit();
        session.Flush();

        RoomEventsAppendedEvent[] appended = [.. gained.Select(room => new RoomEventsAppendedEvent(room.RoomId, room.Previous, room.Appended))];
        Commit(transaction, appended);
        return appended;
    }

    public void Committed()
    {
        foreach (var participant in _participants)
            participant.OnCommitted();
    }

    /// <summary>
    /// Adds a message with the next seq of its room. If the client id was used before, returns the first message instead.
    /// </summary>
    /// <exception cref="DomainException">The first message has different content.</exception>
    public Message Append(MessagePosted message)
    {
        var room = RoomOf(message);
        if (statements.Insert(message, room.NextSeq) is { } first)
        {
            return message.IsRepeatOf(first)
                ? first
                : throw new DomainException("This client_id was used before, with other content.");
        }
        Append(message, room);
        return message.Message;
    }

    public void Append(RoomEvent roomEvent)
    {
        Append(roomEvent, RoomOf(roomEvent));
        db.Add(roomEvent);
    }

    public void Raise(IDomainEvent domainEvent)
    {
        foreach (var participant in _participants)
            participant.OnEvent(domainEvent);
    }

    public void Execute(string sql, params ReadOnlySpan<object> values) => session.Execute(sql, onExecuted: null, values);

    /// <param name="ifChanged">
    /// The event that is raised if the statement changes a row. If no participant observes it, the statement needs no separate round trip.
    /// </param>
    public void Execute(IDomainEvent ifChanged, string sql, params ReadOnlySpan<object> values)
    {
        if (!Array.Exists(_participants, participant => participant.Observes(ifChanged)))
            session.Execute(sql, onExecuted: null, values);
        else if (session.ExecuteNow(sql, values) > 0)
            Raise(ifChanged);
    }

    private SeqAssigner RoomOf(RoomEvent roomEvent) =>
        _rooms.TryGetValue(roomEvent.RoomId, out var room) ? room : throw new NotFoundException("Room");

    private void Append(RoomEvent roomEvent, SeqAssigner room)
    {
        room.Append(roomEvent);
        Raise(roomEvent);
    }

    private void Begin(IDbContextTransaction transaction, IReadOnlyList<LogWrite> writes)
    {
        // All machines lock rooms in the same order, to prevent deadlocks.
        Guid[] roomIds = [.. writes.Select(write => write.RoomId).OfType<Guid>().Distinct().Order()];
        MessagePosted[] named = [.. writes.Select(write => write.Message).OfType<MessagePosted>().Where(message => message.ClientId is not null)];
        session.Begin(transaction.GetDbTransaction());
        statements.Begin(roomIds, named);
        foreach (var participant in _participants)
            participant.OnBegin(this);
        session.Open();
        foreach (var (roomId, last) in statements.Rooms)
            _rooms.Add(roomId, new SeqAssigner(roomId, last));
    }

    private void Commit(IDbContextTransaction transaction, IReadOnlyCollection<RoomEventsAppendedEvent> appended)
    {
        try
        {
            transaction.Commit();
        }
        catch (Exception exception) when (session.Mark is not null)
        {
            var mark = session.Mark with { EventId = appended.FirstOrDefault()?.RoomEvents[0].Id };
            throw new CommitInDoubtException(mark, appended, exception);
        }
    }
}
