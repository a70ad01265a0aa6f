using System.Buffers.Binary;

namespace VideoChat.Rivals.Floor;

/// <summary>A frame of a client, unmasked in place.</summary>
internal static class ClientFrame
{
    private const int Text = 1, MaskLength = 4;

    public static bool TryTake(Span<byte> input, out Span<byte> payload, out bool isText, out int size)
    {
        payload = default;
        (isText, size) = (false, 0);
        if (input.Length < 2)
            return false;
        var length = input[1] & 127;
        var header = 2;
        if (length == 126)
        {
            if (input.Length < 4)
                return false;
            length = BinaryPrimitives.ReadUInt16BigEndian(input[2..]);
            header = 4;
        }
        size = header + MaskLength + length;
        if (input.Length < size)
            return false;

        isText = (input[0] & 0xF) == Text;
        payload = input.Slice(header + MaskLength, length);
        var mask = input.Slice(header, MaskLength);
        for (var i = 0; i < length; i++)
            payload[i] ^= mask[i & 3];
        return true;
    }
}
