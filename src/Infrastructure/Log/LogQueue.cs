using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Rooms;
using VideoChat.Domain.Messages;
using VideoChat.Infrastructure.Log.Faults;
using VideoChat.Infrastructure.Log.Observability;
using VideoChat.Infrastructure.Log.Writes;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// The queue of the room log. A single thread takes the queued writes as one batch, and later writes form the next batch.
/// </summary>
internal sealed partial class LogQueue(
    LogWriter writer, LogStall stall, IOptions<RoomLogOptions> options, TimeProvider clock, ILogger<LogQueue> logger)
    : IRoomLog, IHostedService, IDisposable
{
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan StallCheckInterval = TimeSpan.FromSeconds(1);

    private readonly Channel<LogWrite> _queue = Channel.CreateBounded<LogWrite>(
        new BoundedChannelOptions(options.Value.MaxQueued));

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<LogWrite> _batch = new(options.Value.MaxBatch);
    private readonly CommitDelay _delay = new(options.Value.MaxBatch);
    private ITimer? _stallTimer;

    public int Queued => _queue.Reader.Count;

    public bool IsStalled => stall.IsStalled;

    public async ValueTask<QueuedMessage> EnqueueAsync(
        MessagePosted message, IdempotentRequest? request, Func<Message, object> answer, CancellationToken cancellationToken)
    {
        var write = new MessageWrite(message, request, answer);
        await EnqueueAsync(write, cancellationToken);
        return new QueuedMessage(write.Stored);
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
        // The writer has a dedicated thread, because SQLite blocks the calling thread during an fsync and the thread pool may be
        // small.
        new Thread(WriteAll) { Name = "room log", IsBackground = true }.Start();
        _stallTimer = clock.CreateTimer(_ => stall.Check(RejectQueue), null, StallCheckInterval, StallCheckInterval);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        try
        {
            // The host's token is ignored, because slow requests may have used up the shutdown timeout. Storing the queue takes
            // little time.
            await _drained.Task.WaitAsync(DrainTimeout, clock, CancellationToken.None);
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
            _delay.Wait(_queue.Reader);
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
            _delay.RecordBatch(_batch.Count);
            _batch.Clear();
        }
        writer.Close();
        _drained.SetResult();
    }

    // Fails and removes all queued writes. They must not be stored later, because their senders may already have retried them.
    private void RejectQueue(Exception reason)
    {
        while (_queue.Reader.TryRead(out var write))
        {
            LogMetrics.Failed(reason);
            write.Fail(reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Shutting down with unwritten messages; their senders get no response")]
    private static partial void LogNotDrained(ILogger logger);
}
