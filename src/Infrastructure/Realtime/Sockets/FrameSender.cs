using System.Buffers;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>Sends frames without waiting. Frames for an idle socket bypass the queue, which saves a thread switch.</summary>
internal sealed class FrameSender(FrameSocket socket, RealtimeOptions options)
{
    private readonly SendQueue _queue = new(options.MaxQueuedFrames, options.MaxQueuedBytes);
    private ValueTask _directWrite;

    public bool IsQueueEmpty => _queue.IsEmpty;

    public int QueuedBytes => _queue.Bytes;

    public bool TrySend(FrameBatch frames)
    {
        if (!_queue.TryBeginDirectWrite())
            return _queue.TryAdd(frames);
        WriteDirectly(frames);
        return true;
    }

    public void Stop() => _queue.Complete();

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
