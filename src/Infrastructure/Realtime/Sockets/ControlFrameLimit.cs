using VideoChat.Application.Limits;

namespace VideoChat.Infrastructure.Realtime.Sockets;

// Limits the control and continuation frames of a peer. The framework does not report them, so this class parses the frame headers
// in the incoming bytes (RFC 6455 §5.2).
internal sealed class ControlFrameLimit(int perSecond, TimeProvider clock)
{
    private const int ControlBit = 0x08, OpcodeBits = 0x0F, MaskBit = 0x80, LengthBits = 0x7F, MaskBytes = 4;
    private const double BurstSeconds = 2;

    private readonly TokenBucket _frames = new(BurstSeconds * perSecond, perSecond, clock);
    private ulong _payload;
    private int _lengthBytes;
    private bool _isInHeader, _isMasked;

    public bool TryTake(ReadOnlySpan<byte> bytes)
    {
        var count = Count(bytes);
        return count == 0 || _frames.TryTake(count);
    }

    /// <summary>Returns the number of control frames and continuation frames that begin in the given bytes.</summary>
    internal int Count(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        while (!bytes.IsEmpty)
        {
            if (_lengthBytes > 0)
                ReadExtendedLength(bytes[0]);
            else if (_isInHeader)
                ReadLength(bytes[0]);
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

    private void ReadLength(byte second)
    {
        _isInHeader = false;
        _isMasked = (second & MaskBit) != 0;
        var length = second & LengthBits;
        _lengthBytes = length switch { 126 => 2, 127 => 8, _ => 0 };
        _payload = _lengthBytes > 0 ? 0 : (ulong)length;
        if (_lengthBytes == 0)
            AddMask();
    }

    private void ReadExtendedLength(byte next)
    {
        _payload = (_payload << 8) | next;
        if (--_lengthBytes == 0)
            AddMask();
    }

    private void AddMask() => _payload += _isMasked ? MaskBytes : 0UL;
}
