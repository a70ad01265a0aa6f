namespace VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

/// <summary>The bytes of a message. The buffer grows with the received data, because the announced length cannot be trusted.</summary>
internal sealed class PayloadBuffer
{
    private const int KeptLength = 256 * 1_024;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - Length < bytes.Length)
            Array.Resize(ref _bytes, Math.Max(Length + bytes.Length, Math.Max(256, _bytes.Length * 2)));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptLength)
            _bytes = [];
    }
}
