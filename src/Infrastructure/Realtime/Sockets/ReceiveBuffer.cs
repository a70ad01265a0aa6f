using System.Buffers;

namespace VideoChat.Infrastructure.Realtime.Sockets;

internal sealed class ReceiveBuffer(int maxBytes) : IDisposable
{
    private const int InitialBytes = 2_048;

    private byte[]? _bytes;
    private int _count;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    /// <summary>The free space. It exceeds the limit by one byte, so that a message over the limit can be detected.</summary>
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
