using System.Buffers;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>Sends frames to one socket without waiting: an idle socket is written to directly, a busy one through its queue.</summary>
internal sealed class FrameSender(RoomSocket socket, RealtimeOptions options)
{
    private readonly SendQueue _queue = new(options.MaxQueuedFrames, options.MaxQueuedBytes);
    private ValueTask _directWrite;

    public bool IsQueueEmpty => _queue.IsEmpty;

    public int QueuedBytes => _queue.Bytes;

    /// <summary>Sends or queues frames. Returns false if the queue has no room for them.</summary>
    public bool TrySend(FrameBatch frames)
    {
        if (!_queue.TryBeginDirectWrite())
            return _queue.TryAdd(frames);
        WriteDirectly(frames);
        return true;
    }

    /// <summary>Drops the queued frames and ends the send loop.</summary>
    public void Stop() => _queue.Complete();

    /// <summary>Completes when there is something to write; false after <see cref="Stop"/>.</summary>
    public ValueTask<bool> WaitAsync() => _queue.WaitAsync();

    public async ValueTask WriteQueuedAsync()
    {
        var directWrite = _directWrite;
        _directWrite = default;
        await directWrite;

        var frames = _queue.Take(out var rented);
        if (frames.IsEmpty)
            return;
        try
        {
            await socket.WriteAsync(frames);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void WriteDirectly(FrameBatch frames)
    {
        var write = socket.WriteAsync(frames.Bytes);
        var isDone = write.IsCompletedSuccessfully;
        if (!isDone)
            _directWrite = write;
        _queue.EndDirectWrite(wakesLoop: !isDone);
    }
}
