using System.Diagnostics;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Messages;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log.Recent;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Webhooks.Outbox;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// Writes batches: one transaction with one fsync for all of a batch, then publishes what the rooms have gained, and only
/// then answers the callers. For one thread.
/// </summary>
internal sealed partial class LogWriter(
    IDatabaseDialect database, IDbContextFactory<VideoChatDbContext> contexts, RecentEvents recent, IMediator mediator,
    WebhookSignal webhooks, DatabaseState state, TimeProvider clock, ILogger<LogWriter> logger) : IDisposable
{
    /// <summary>How long callers wait for the truth about a commit whose answer was lost.</summary>
    private static readonly TimeSpan DoubtPatience = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _closing = new();
    private LogTransaction? _transaction;

    /// <summary>
    /// Writes a batch, as a whole or, where one write is bad, one by one. Every write gets its answer. What fails in
    /// passing and has written nothing is tried once more.
    /// </summary>
    public void Write(List<LogWrite> batch)
    {
        for (var isLastTry = false; ; isLastTry = true)
        {
            try
            {
                Commit(batch);
                return;
            }
            catch (Exception exception) when (!isLastTry && database.FaultOf(exception) == DatabaseFault.Passing)
            {
                LogPassing(logger, batch.Count, exception.Message);
                Discard();
            }
            catch (Exception exception) when (database.TryMakeRoom(exception))
            {
                Discard();
            }
            catch (Exception exception) when (batch.Count == 1 || database.FaultOf(exception) != DatabaseFault.Own)
            {
                Fail(batch, exception);
                return;
            }
            catch (Exception exception)
            {
                LogRetry(logger, batch.Count, exception.GetType().Name);
                Discard();
                WriteOneByOne(batch);
                return;
            }
        }
    }

    /// <summary>Gives the connection back.</summary>
    public void Close()
    {
        _closing.Cancel();
        Discard();
    }

    public void Dispose() => _closing.Dispose();

    // One bad write must fail alone. Where the database itself fails, waiting for it again for each would keep all of them
    // from an answer.
    private void WriteOneByOne(List<LogWrite> batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            try
            {
                Commit([batch[i]]);
            }
            catch (Exception exception) when (database.FaultOf(exception) != DatabaseFault.Own)
            {
                Fail(batch[i..], exception);
                return;
            }
            catch (Exception exception)
            {
                Fail([batch[i]], exception);
            }
        }
    }

    private void Fail(List<LogWrite> writes, Exception exception)
    {
        Discard();
        if (database.FaultOf(exception) != DatabaseFault.Own)
            state.WriteFailed(exception);
        // The writer's thread has no trace of its own; of many that fail alike the first has the line.
        Activity.Current = writes[0].Origin;
        var reason = Explain(exception);
        Activity.Current = null;
        foreach (var write in writes)
        {
            if (!IsRefusal(reason))
                LogMetrics.Failed(reason);
            write.Fail(reason);
        }
    }

    private void Commit(List<LogWrite> batch)
    {
        using var activity = LogSpans.Commit(batch);
        database.EnsureInPlace();
        var rooms = Run(batch);
        // Of a file that went away in between, nothing is on disk.
        database.EnsureInPlace();
        state.WriteSucceeded();
        var committed = Stopwatch.GetTimestamp();
        foreach (var appended in rooms)
            Publish(appended, committed);
        MessageMetrics.Accepted(rooms.Sum(room => room.RoomEvents.Count(e => e is Message)));
        foreach (var write in batch)
            write.Complete();
    }

    private IReadOnlyCollection<RoomEventsAppendedEvent> Run(List<LogWrite> batch)
    {
        _transaction ??= Open();
        var began = Stopwatch.GetTimestamp();
        try
        {
            var appended = _transaction.Run(batch);
            LogMetrics.Committed(batch.Count, began);
            if (_transaction.Outbox.HasWork)
                webhooks.Set();
            return appended;
        }
        catch (CommitInDoubtException doubt)
        {
            Discard();
            return Settle(doubt);
        }
    }

    // What is on disk must be published and must not be written again; what is not may be. Where the database does not say
    // in time, the callers are sent away, and what turns out to be there is published then: the readers' sequencers put it
    // in its place, and whoever sends it again under its client id finds it.
    private IReadOnlyCollection<RoomEventsAppendedEvent> Settle(CommitInDoubtException doubt)
    {
        var doubted = Stopwatch.GetTimestamp();
        var outcome = database.HasCommittedAsync(doubt.Mark, _closing.Token);
        if (!Task.WhenAny(outcome, Task.Delay(DoubtPatience, clock)).GetAwaiter().GetResult().Equals(outcome))
        {
            _ = PublishLateAsync(outcome, doubt.Appended, doubted);
            throw new UnavailableException(doubt);
        }
        if (!outcome.GetAwaiter().GetResult())
            throw doubt.InnerException!;
        return doubt.Appended;
    }

    private async Task PublishLateAsync(Task<bool> outcome, IReadOnlyCollection<RoomEventsAppendedEvent> appended, long doubted)
    {
        try
        {
            if (!await outcome)
                return;
            foreach (var one in appended)
                Publish(one, committed: doubted);
        }
        catch (OperationCanceledException)
        {
            // The process ends, and its sockets with it; they come back and read the log.
        }
    }

    // On disk is on disk: a handler that fails is logged, and the callers are told the truth.
    private void Publish(RoomEventsAppendedEvent appended, long committed)
    {
        using var activity = LogSpans.FanOut(appended);
        try
        {
            recent.Add(appended.RoomId, appended.RoomEvents);
            mediator.Publish(new DomainEventNotification<RoomEventsAppendedEvent>(appended)).GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            LogPublishFailed(logger, exception, appended.RoomEvents.Count, appended.RoomId);
        }
        LogMetrics.Delivered(committed);
    }

    private LogTransaction Open()
    {
        var db = contexts.CreateDbContext();
        try
        {
            db.Database.OpenConnection();
            return new LogTransaction(db, database.PrepareLog(db), clock);
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    // After a failure the connection is not to be trusted; the next write opens another.
    private void Discard()
    {
        _transaction?.Dispose();
        _transaction = null;
    }

    private Exception Explain(Exception exception)
    {
        if (IsRefusal(exception))
            return exception;

        LogWriteFailed(logger, exception);
        if (exception is UnavailableException || database.FaultOf(exception) == DatabaseFault.Own)
            return exception;
        return new UnavailableException(exception);
    }

    private static bool IsRefusal(Exception exception) =>
        exception is NotFoundException or DomainException or IdempotencyKeyTakenException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} writes hit a transient fault; retrying: {Reason}")]
    private static partial void LogPassing(ILogger logger, int count, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} writes failed ({Reason}); retrying each write on its own")]
    private static partial void LogRetry(ILogger logger, int count, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A write failed; nothing of it was stored")]
    private static partial void LogWriteFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Publishing {Count} stored events of room {RoomId} failed")]
    private static partial void LogPublishFailed(ILogger logger, Exception exception, int count, Guid roomId);
}
