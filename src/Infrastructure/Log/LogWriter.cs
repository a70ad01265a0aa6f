using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// Writes batches: one transaction with one fsync for all of a batch, then publishes what the rooms have gained, and only
/// then answers the callers. For one thread.
/// </summary>
internal sealed partial class LogWriter(
    IDbContextFactory<VideoChatDbContext> contexts, IMediator mediator, TimeProvider clock, ILogger<LogWriter> logger)
{
    /// <summary>https://sqlite.org/rescode.html#constraint</summary>
    private const int ConstraintError = 19;

    private LogTransaction? _transaction;

    /// <summary>Writes a batch, as a whole or, where one write is bad, one by one. Every write gets its answer.</summary>
    public void Write(List<LogWrite> batch)
    {
        try
        {
            Commit(batch);
        }
        catch (Exception exception) when (batch.Count == 1 || IsDatabaseFault(exception))
        {
            Fail(batch, exception);
        }
        catch (Exception exception)
        {
            LogRetry(logger, batch.Count, exception.GetType().Name);
            Discard();
            WriteOneByOne(batch);
        }
    }

    /// <summary>Gives the connection back.</summary>
    public void Close() => Discard();

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
            catch (Exception exception) when (IsDatabaseFault(exception))
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
        var reason = Explain(exception);
        foreach (var write in writes)
            write.Fail(reason);
    }

    private void Commit(List<LogWrite> batch)
    {
        _transaction ??= Open();
        foreach (var appended in _transaction.Run(batch))
            Publish(appended);
        foreach (var write in batch)
            write.Complete();
    }

    // On disk is on disk: a handler that fails is logged, and the callers are told the truth.
    private void Publish(RoomEventsAppendedEvent appended)
    {
        try
        {
            mediator.Publish(new DomainEventNotification<RoomEventsAppendedEvent>(appended)).GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            LogPublishFailed(logger, exception, appended.RoomEvents.Count, appended.RoomId);
        }
    }

    private LogTransaction Open()
    {
        var db = contexts.CreateDbContext();
        try
        {
            db.Database.OpenConnection();
            return new LogTransaction(db, clock);
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
        if (exception is NotFoundException or DomainException)
            return exception;
        if (exception is DbUpdateException update && IsConstraint(update) && update.Entries.Any(e => e.Entity is IdempotencyKey))
            return new IdempotencyKeyTakenException();

        LogWriteFailed(logger, exception);
        return IsDatabaseFault(exception) ? new UnavailableException(exception) : exception;
    }

    /// <summary>The database could not do its work: busy, full, broken, gone. It is no write's own fault.</summary>
    private static bool IsDatabaseFault(Exception exception) =>
        (exception is IOException || SqliteErrorOf(exception) is not null) && !IsConstraint(exception);

    private static bool IsConstraint(Exception exception) => SqliteErrorOf(exception) == ConstraintError;

    private static int? SqliteErrorOf(Exception exception) =>
        ((exception as SqliteException) ?? exception.InnerException as SqliteException)?.SqliteErrorCode;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} writes failed ({Reason}); each is tried alone")]
    private static partial void LogRetry(ILogger logger, int count, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A write failed; nothing of it was stored")]
    private static partial void LogWriteFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Publishing {Count} stored events of room {RoomId} failed")]
    private static partial void LogPublishFailed(ILogger logger, Exception exception, int count, Guid roomId);
}
