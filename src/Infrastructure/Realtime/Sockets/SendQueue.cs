using System.Buffers;
using System.Threading.Tasks.Sources;
using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>
/// The bounded queue of one socket. A socket whose queue is full is a slow consumer and is closed. Small frames are merged into one
/// write, because writing fifty of them costs no more than writing one.
/// </summary>
/// <param name="maxFrames">The maximum number of queued frames.</param>
/// <param name="maxBytes">The maximum size of the queued frames.</param>
/// <param name="close">Starts closing the socket with a code and a reason.</param>
internal sealed class SendQueue(int maxFrames, int maxBytes, Action<int, string> close) : IValueTaskSource<bool>
{
    private const int MaxMergedBytes = 64 * 1_024;

    private readonly Lock _lock = new();
    private readonly Queue<FrameBatch> _batches = new();
    private ManualResetValueTaskSourceCore<bool> _wake = new() { RunContinuationsAsynchronously = true };
    private bool _isLoopWaiting;
    private int _frames;
    private int _bytes;
    private bool _completed;

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _batches.Count == 0;
        }
    }

    public int Bytes => Volatile.Read(ref _bytes);

    /// <summary>
    /// Reserves a direct write if the queue is empty and the send loop is waiting. A direct write saves a thread switch.
    /// </summary>
    public bool TryBeginDirectWrite()
    {
        lock (_lock)
        {
            if (!_isLoopWaiting || _completed)
                return false;
            _isLoopWaiting = false;
            return true;
        }
    }

    /// <param name="wakesLoop">True if the write is still in progress, so that the send loop awaits it.</param>
    public void EndDirectWrite(bool wakesLoop)
    {
        lock (_lock)
        {
            _isLoopWaiting = true;
            if (wakesLoop || _completed || _batches.Count > 0)
                Wake();
        }
    }

    public void Add(FrameBatch batch)
    {
        // The callback runs outside the lock, because it calls Complete.
        if (!TryAdd(batch))
            close(CloseCodes.SlowConsumer, "slow consumer");
    }

    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            _batches.Clear();
            _frames = _bytes = 0;
            Wake();
        }
    }

    /// <summary>Waits until a batch is queued. Returns false after <see cref="Complete"/>. Supports one caller at a time.</summary>
    public ValueTask<bool> WaitAsync()
    {
        lock (_lock)
        {
            if (_completed || _batches.Count > 0)
                return ValueTask.FromResult(!_completed);
            _wake.Reset();
            _isLoopWaiting = true;
            return new ValueTask<bool>(this, _wake.Version);
        }
    }

    /// <summary>
    /// Removes the next batches. Merged batches are in <paramref name="rented"/>, which the caller must return to the shared pool.
    /// </summary>
    public ReadOnlyMemory<byte> Take(out byte[]? rented)
    {
        rented = null;
        lock (_lock)
        {
            if (_batches.Count == 0)
                return default;
            var first = Dequeue();
            if (_batches.Count == 0 || first.Length + _batches.Peek().Bytes.Length > MaxMergedBytes)
                return first;

            rented = ArrayPool<byte>.Shared.Rent(MaxMergedBytes);
            var length = 0;
            Copy(first, rented, ref length);
            while (_batches.Count > 0 && length + _batches.Peek().Bytes.Length <= MaxMergedBytes)
                Copy(Dequeue(), rented, ref length);
            return rented.AsMemory(0, length);
        }
    }

    // Adds a batch. Returns false if the queue is full. A batch that is added after Complete is dropped and does not count as an
    // overflow.
    private bool TryAdd(FrameBatch batch)
    {
        lock (_lock)
        {
            if (_completed)
                return true;
            if (_frames + batch.FrameCount > maxFrames || _bytes + batch.Bytes.Length > maxBytes)
                return false;
            _frames += batch.FrameCount;
            _bytes += batch.Bytes.Length;
            _batches.Enqueue(batch);
            Wake();
            return true;
        }
    }

    private static void Copy(ReadOnlyMemory<byte> from, byte[] to, ref int length)
    {
        from.Span.CopyTo(to.AsSpan(length));
        length += from.Length;
    }

    private ReadOnlyMemory<byte> Dequeue()
    {
        var batch = _batches.Dequeue();
        _frames -= batch.FrameCount;
        _bytes -= batch.Bytes.Length;
        return batch.Bytes;
    }

    private void Wake()
    {
        if (!_isLoopWaiting)
            return;
        _isLoopWaiting = false;
        _wake.SetResult(!_completed);
    }

    // The queue implements IValueTaskSource, so waiting does not allocate.
    bool IValueTaskSource<bool>.GetResult(short token) => _wake.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);
}
