using System.Buffers;
using System.Threading.Tasks.Sources;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>
/// What waits for one socket: bounded in frames and in bytes. Any thread offers, one loop takes all there is as one
/// buffer, since a write costs the same whether it carries one frame or fifty.
/// </summary>
internal sealed class SendQueue(int maxFrames, int maxBytes) : IValueTaskSource<bool>
{
    /// <summary>More than this is not copied together; a larger write gains nothing.</summary>
    private const int MaxGather = 64 * 1_024;

    private readonly Lock _lock = new();
    private readonly Queue<FrameBatch> _batches = new();
    private ManualResetValueTaskSourceCore<bool> _wake = new() { RunContinuationsAsynchronously = true };
    private bool _isAwaited;
    private int _frames;
    private int _bytes;
    private bool _completed;

    /// <summary>Nothing waits; what was taken may still be on its way.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _batches.Count == 0;
        }
    }

    /// <summary>How much waits.</summary>
    public int Bytes => Volatile.Read(ref _bytes);

    /// <summary>
    /// Lets the caller write what it has past the queue: nothing waits and the loop has nothing to do. It saves a delivery the hop to another thread. What is added meanwhile waits until <see cref="EndPass"/>.
    /// </summary>
    public bool TryPass()
    {
        lock (_lock)
        {
            if (!_isAwaited || _completed)
                return false;
            _isAwaited = false;
            return true;
        }
    }

    /// <param name="wakesLoop">The loop has to see to the end of it.</param>
    public void EndPass(bool wakesLoop)
    {
        lock (_lock)
        {
            _isAwaited = true;
            if (wakesLoop || _completed || _batches.Count > 0)
                Wake();
        }
    }

    /// <summary>Adds a batch; false where it does not fit. After <see cref="Complete"/> it is dropped, which is no failure.</summary>
    public bool TryAdd(FrameBatch batch)
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

    /// <summary>Forgets what waits and ends the taking.</summary>
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

    /// <summary>Ends when there is something to take; false after <see cref="Complete"/>. One caller at a time.</summary>
    public ValueTask<bool> WaitAsync()
    {
        lock (_lock)
        {
            if (_completed || _batches.Count > 0)
                return ValueTask.FromResult(!_completed);
            _wake.Reset();
            _isAwaited = true;
            return new ValueTask<bool>(this, _wake.Version);
        }
    }

    /// <summary>
    /// Takes as much as is worth one write: one batch as it is, or several copied into <paramref name="rented"/>, which
    /// the caller gives back to the shared pool.
    /// </summary>
    public ReadOnlyMemory<byte> Take(out byte[]? rented)
    {
        rented = null;
        lock (_lock)
        {
            if (_batches.Count == 0)
                return default;
            var first = Dequeue();
            if (_batches.Count == 0 || first.Length + _batches.Peek().Bytes.Length > MaxGather)
                return first;

            rented = ArrayPool<byte>.Shared.Rent(MaxGather);
            var length = 0;
            Copy(first, rented, ref length);
            while (_batches.Count > 0 && length + _batches.Peek().Bytes.Length <= MaxGather)
                Copy(Dequeue(), rented, ref length);
            return rented.AsMemory(0, length);
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
        if (!_isAwaited)
            return;
        _isAwaited = false;
        _wake.SetResult(!_completed);
    }

    // The queue is its own awaitable: waiting allocates nothing, however often a connection falls idle.
    bool IValueTaskSource<bool>.GetResult(short token) => _wake.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);
}
