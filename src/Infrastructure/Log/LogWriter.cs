using System.Diagnostics;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Log.Observability;
using VideoChat.Infrastructure.Log.Writes;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Log;

/// <summary>Writes a batch with one fsync, publishes the new events, and then answers the callers. Used by one thread only.</summary>
internal sealed partial class LogWriter(
    LogConnection connection, LogPublisher publisher, IDatabaseDialect database, DatabaseState state, ILogger<LogWriter> logger)
{
    // Commits a batch. If one of its writes is invalid, commits the writes separately. A transient failure is retried once.
    public void Write(List<LogWrite> batch)
    {
        for (var isLastTry = false; ; isLastTry = true)
        {
            try
            {
                Commit(batch);
                return;
            }
            catch (Exception exception) when (!isLastTry && database.Classify(exception) == DatabaseFault.Transient)
            {
                LogTransient(logger, batch.Count, exception.Message);
                connection.Discard();
            }
            catch (Exception exception) when (database.TryFreeSpace(exception))
            {
                connection.Discard();
            }
            catch (Exception exception) when (batch.Count == 1 || database.Classify(exception) != DatabaseFault.InvalidWrite)
            {
                Fail(batch, exception);
                return;
            }
            catch (Exception exception)
            {
                LogRetry(logger, batch.Count, exception.GetType().Name);
                connection.Discard();
                WriteOneByOne(batch);
                return;
            }
        }
    }

    public void Close() => connection.Close();

    private void Commit(List<LogWrite> batch)
    {
        using var activity = LogSpans.Commit(batch);
        database.EnsureInPlace();
        var rooms = connection.Run(batch);
        // The file is checked again, because nothing is stored if the file was removed during the transaction.
        database.EnsureInPlace();
        state.WriteSucceeded();
        var committed = Stopwatch.GetTimestamp();
        foreach (var appended in rooms)
            publisher.Publish(appended, committed);
        foreach (var write in batch)
            write.Complete();
    }

    // Commits each write separately. If the database fails, all remaining writes fail together, because each would have to wait for
    // a timeout.
    private void WriteOneByOne(List<LogWrite> batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            try
            {
                Commit([batch[i]]);
            }
            catch (Exception exception) when (database.Classify(exception) != DatabaseFault.InvalidWrite)
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
        connection.Discard();
        if (database.Classify(exception) != DatabaseFault.InvalidWrite)
            state.WriteFailed(exception);
        // The writer's thread has no activity, so the failure is logged in the trace of the first failed write.
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

    private Exception Explain(Exception exception)
    {
        if (IsRejection(exception))
            return exception;

        LogWriteFailed(logger, exception);
        if (exception is UnavailableException || database.Classify(exception) == DatabaseFault.InvalidWrite)
            return exception;
        return new UnavailableException(exception);
    }

    private static bool IsRejection(Exception exception) =>
        exception is NotFoundException or DomainException or IdempotencyKeyTakenException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} writes hit a transient fault; retrying: {Reason}")]
    private static partial void LogTransient(ILogger logger, int count, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} writes failed ({Reason}); retrying each write separately")]
    private static partial void LogRetry(ILogger logger, int count, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A write failed; nothing of it was stored")]
    private static partial void LogWriteFailed(ILogger logger, Exception exception);
}
