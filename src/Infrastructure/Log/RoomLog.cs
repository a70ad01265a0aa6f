using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Domain.Messages;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// The queue before the one writer of this process: a thread takes whatever waits and has it written as one batch;
/// meanwhile the next batch gathers.
/// </summary>
internal sealed partial class RoomLog(
    LogWriter writer, LogStall stall, IOptions<RoomLogOptions> options, TimeProvider clock, ILogger<RoomLog> logger)
    : IRoomLog, IHostedService, IDisposable
{
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan StallCheck = TimeSpan.FromSeconds(1);

    private readonly Channel<LogWrite> _queue = Channel.CreateBounded<LogWrite>(
        new BoundedChannelOptions(options.Value.MaxQueued));

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<LogWrite> _batch = new(options.Value.MaxBatch);
    private readonly CommitLinger _linger = new(options.Value.MaxBatch);
    private ITimer? _stallTimer;

    /// <summary>How many writes wait.</summary>
    public int Queued => _queue.Reader.Count;

    public async ValueTask<Task<Message>> AppendAsync(
        Message message, Func<Message, object> answer, CancellationToken cancellationToken)
    {
        var write = new MessageWrite(message, answer);
        await EnqueueAsync(write, cancellationToken);
        return write.Stored;
    }

    public async ValueTask EnqueueAsync(LogWrite write, CancellationToken cancellationToken)
    {
        if (stall.IsStalled)
            throw new UnavailableException(new TimeoutException("The database does not finish a transaction."));
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException exception)
        {
            throw new UnavailableException(exception);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: SQLite blocks its caller during the fsync, and the pool has few threads on a small machine.
        new Thread(WriteAll) { Name = "room log", IsBackground = true }.Start();
        _stallTimer = clock.CreateTimer(_ => RefuseStalled(), null, StallCheck, StallCheck);
        return Task.CompletedTask;
    }

    /// <summary>Takes nothing new and ends when all that had a place in the queue is written.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        try
        {
            // A patience of its own: slow requests may have used up the host's, and what is here is nearly done.
            await _drained.Task.WaitAsync(DrainPatience, clock, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            LogNotDrained(logger);
        }
    }

    public void Dispose() => _stallTimer?.Dispose();

    private void WriteAll()
    {
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            _linger.Wait(_queue.Reader);
            var length = 0;
            while (_batch.Count < options.Value.MaxBatch
                && length < options.Value.MaxBatchLength
                && _queue.Reader.TryRead(out var write))
            {
                _batch.Add(write);
                length += write.Length;
            }
            stall.Begin(_batch);
            writer.Write(_batch);
            stall.End();
            _linger.Learn(_batch.Count);
            _batch.Clear();
        }
        writer.Close();
        _drained.SetResult();
    }

    // What was not begun is not written later either: its senders have sent it again.
    private void RefuseStalled()
    {
        if (stall.Check() is not { } reason)
            return;
        while (_queue.Reader.TryRead(out var write))
        {
            LogMetrics.Failed(reason);
            write.Fail(reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Shutting down with unwritten messages; their senders get no response")]
    private static partial void LogNotDrained(ILogger logger);
}
