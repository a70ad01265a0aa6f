namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>
/// Counts the frames of a peer that begin no message, control frames and continuations: the WebSocket deals with them by
/// itself, so nobody else sees how many there are. It goes from header to header and never over a payload.
/// </summary>
/// <param name="perSecond">How many may come in the long run; twice as many at once.</param>
internal struct FloodWatch(int perSecond)
{
    private const int ControlBit = 0x08, OpcodeBits = 0x0F, MaskBit = 0x80, LengthBits = 0x7F, MaskBytes = 4;
    private const double BurstSeconds = 2, MillisecondsPerSecond = 1_000;

    private double _left = BurstSeconds * perSecond;
    private long _filledAt;
    private ulong _payload;
    private bool _isInHeader, _isMasked;
    private int _lengthBytes;

    /// <param name="bytes">What was read next.</param>
    /// <param name="now">Milliseconds of one clock.</param>
    public bool IsExceededBy(ReadOnlySpan<byte> bytes, long now)
    {
        var count = Count(bytes);
        if (count == 0)
            return false;
        var earned = (now - _filledAt) * perSecond / MillisecondsPerSecond;
        _left = Math.Min(BurstSeconds * perSecond, _left + earned) - count;
        _filledAt = now;
        return _left < 0;
    }

    /// <summary>How many frames begin in the next bytes that begin no message.</summary>
    internal int Count(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        while (!bytes.IsEmpty)
        {
            if (_lengthBytes > 0)
                TakeLength(bytes[0]);
            else if (_isInHeader)
                TakeShortLength(bytes[0]);
            else if (_payload > 0)
            {
                var skipped = (int)Math.Min(_payload, (ulong)bytes.Length);
                _payload -= (ulong)skipped;
                bytes = bytes[skipped..];
                continue;
            }
            else
            {
                var opcode = bytes[0] & OpcodeBits;
                count += opcode == 0 || (opcode & ControlBit) != 0 ? 1 : 0;
                _isInHeader = true;
            }
            bytes = bytes[1..];
        }
        return count;
    }

    private void TakeShortLength(byte second)
    {
        _isInHeader = false;
        _isMasked = (second & MaskBit) != 0;
        var length = second & LengthBits;
        _lengthBytes = length switch { 126 => 2, 127 => 8, _ => 0 };
        _payload = _lengthBytes > 0 ? 0 : (ulong)length;
        if (_lengthBytes == 0)
            AddMask();
    }

    private void TakeLength(byte next)
    {
        _payload = (_payload << 8) | next;
        if (--_lengthBytes == 0)
            AddMask();
    }

    // The key counts as payload: it is passed over with it.
    private void AddMask() => _payload += _isMasked ? MaskBytes : 0UL;
}
