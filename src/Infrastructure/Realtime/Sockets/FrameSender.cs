using System.Buffers;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>Sends frames without waiting. Frames for an idle socket bypass the queue, to save a thread switch.</summary>
internal sealed class FrameSender(FrameSocket socket, RealtimeOptions options, Action<int, string> close)
{
    private readonly SendQueue _queue = new(options.MaxQueuedFrames, options.MaxQueuedBytes, close);
    private ValueTask _directWrite;

    public bool IsQueueEmpty => _queue.IsEmpty;

    public int QueuedBytes => _queue.Bytes;

    public void Send(FrameBatch frames)
    {
        if (_queue.TryBeginDirectWrite())
            WriteDirectly(frames);
        else
            _queue.Add(frames);
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
