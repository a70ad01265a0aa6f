using System.Buffers;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>Room for one inbound message: none while the socket is idle, growing as needed up to a limit.</summary>
internal sealed class ReceiveBuffer(int maxBytes) : IDisposable
{
    private const int InitialBytes = 2_048;

    private byte[]? _bytes;
    private int _count;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <summary>Where the next bytes go; one byte more than the limit, so that too much is seen.</summary>
    public Memory<byte> Free
    {
        get
        {
            _bytes ??= ArrayPool<byte>.Shared.Rent(InitialBytes);
            if (_count == _bytes.Length)
                Grow();
            return _bytes.AsMemory(_count, Math.Min(_bytes.Length, maxBytes + 1) - _count);
        }
    }

    /// <summary>Counts what was received; false where the message is larger than allowed.</summary>
    public bool TryAdvance(int count)
    {
        _count += count;
        return _count <= maxBytes;
    }

    public void Clear()
    {
        if (_bytes is not null)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = null;
        _count = 0;
    }

    public void Dispose() => Clear();

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_bytes!.Length * 2);
        _bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
