using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log.Faults;
using VideoChat.Infrastructure.Log.Observability;
using VideoChat.Infrastructure.Log.Recent;
using VideoChat.Infrastructure.Log.Writes;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// Writes a batch in one transaction with one fsync, publishes the new events, and then answers the callers. Used by one thread.
/// </summary>
internal sealed partial class LogWriter(
    IDatabaseDialect database, IServiceScopeFactory scopes, RecentEvents recent,
    IEnumerable<IDomainEventHandler<RoomEventsAppendedEvent>> handlers, DatabaseState state, TimeProvider clock, ILogger<LogWriter> logger)
    : IDisposable
{
    /// <summary>How long callers wait for the outcome of a commit whose response was lost.</summary>
    private static readonly TimeSpan DoubtTimeout = TimeSpan.FromSeconds(3);

    private readonly IDomainEventHandler<RoomEventsAppendedEvent>[] _handlers = [.. handlers];
    private readonly CancellationTokenSource _closing = new();
    private IServiceScope? _connection;
    private LogTransaction? _transaction;

    /// <summary>
    /// Writes a batch as a whole or, if one of its writes is invalid, one by one. Every write gets an answer. A transient failure that has
    /// written nothing is retried once.
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
                LogTransient(logger, batch.Count, exception.Message);
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

    public void Close()
    {
        _closing.Cancel();
        Discard();
    }

    public void Dispose() => _closing.Dispose();

    // An invalid write fails alone. If the database itself fails, the rest fails with it, because waiting for each write would delay every
    // answer.
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
        // The writer's thread has no trace. The log line belongs to the trace of the first write that fails.
        Activity.Current = writes[0].Origin;
        var reason = Explain(exception);
        Activity.Current = null;
        foreach (var write in writes)
        {
            if (!IsRejection(reason))
                LogMetrics.Failed(reason);
            write.Fail(reason);
        }
    }

    private void Commit(List<LogWrite> batch)
    {
        using var activity = LogSpans.Commit(batch);
        database.EnsureInPlace();
        var rooms = Run(batch);
        // If the file was removed during the transaction, nothing is on disk.
        database.EnsureInPlace();
        state.WriteSucceeded();
        var committed = Stopwatch.GetTimestamp();
        foreach (var appended in rooms)
            Publish(appended, committed);
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
            _transaction.Committed();
            return appended;
        }
        catch (CommitInDoubtException doubt)
        {
            var transaction = _transaction;
            // First, so that the database server notices that the connection has ended.
            Discard();
            Settle(doubt);
            transaction.Committed();
            return doubt.Appended;
        }
    }

    // A durable batch must be published and not written again; one that is not durable may be retried. If the database does not answer in
    // time, the callers get an error. A batch that turns out to be durable is published later: sequencers restore the order, and a repeat
    // with the same client id finds the message. This blocks the log's thread, because no write may overtake the batch in doubt.
    private void Settle(CommitInDoubtException doubt)
    {
        var doubted = Stopwatch.GetTimestamp();
        var outcome = database.HasCommittedAsync(doubt.Mark, _closing.Token);
        if (!Task.WhenAny(outcome, Task.Delay(DoubtTimeout, clock)).GetAwaiter().GetResult().Equals(outcome))
        {
            _ = PublishLateAsync(outcome, doubt.Appended, doubted);
            throw new UnavailableException(doubt);
        }
        if (!outcome.GetAwaiter().GetResult())
            throw doubt.InnerException!;
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
            // Shutdown. Clients reconnect and read the log.
        }
    }

    // The events are durable, so a handler's failure is logged and the callers are answered as usual.
    private void Publish(RoomEventsAppendedEvent appended, long committed)
    {
        using var activity = LogSpans.FanOut(appended);
        try
        {
            recent.Add(appended.RoomId, appended.RoomEvents);
            foreach (var handler in _handlers)
                handler.Handle(appended);
        }
        catch (Exception exception)
        {
            LogPublishFailed(logger, exception, appended.RoomEvents.Count, appended.RoomId);
        }
        LogMetrics.Delivered(committed);
    }

    private LogTransaction Open()
    {
        _connection = scopes.CreateScope();
        try
        {
            // The services of the scope prepare statements on the open connection.
            _connection.ServiceProvider.GetRequiredService<VideoChatDbContext>().Database.OpenConnection();
            return _connection.ServiceProvider.GetRequiredService<LogTransaction>();
        }
        catch
        {
            Discard();
            throw;
        }
    }

    // After a failure the connection's state is unknown. The next write opens another connection.
    private void Discard()
    {
        _transaction = null;
        _connection?.Dispose();
        _connection = null;
    }

    private Exception Explain(Exception exception)
    {
        if (IsRejection(exception))
            return exception;

        LogWriteFailed(logger, exception);
        if (exception is UnavailableException || database.FaultOf(exception) == DatabaseFault.Own)
            return exception;
        return new UnavailableException(exception);
    }

    private static bool IsRejection(Exception exception) =>
        exception is NotFoundException or DomainException or IdempotencyKeyTakenException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} writes hit a transient fault; retrying: {Reason}")]
    private static partial void LogTransient(ILogger logger, int count, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} writes failed ({Reason}); retrying each write on its own")]
    private static partial void LogRetry(ILogger logger, int count, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A write failed; nothing of it was stored")]
    private static partial void LogWriteFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Publishing {Count} stored events of room {RoomId} failed")]
    private static partial void LogPublishFailed(ILogger logger, Exception exception, int count, Guid roomId);
}
