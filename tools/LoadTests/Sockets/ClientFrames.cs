using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace VideoChat.LoadTests.Sockets;

/// <summary>
/// Writes masked frames, as a client must. The mask is zero, so masking costs the generator nothing. RFC 6455, §5.3 requires a
/// random mask, but every server accepts zero and unmasks as usual.
/// </summary>
internal static class ClientFrames
{
    private const int Final = 0x80, Masked = 0x80;

    public static ReadOnlyMemory<byte> Text(string text)
    {
        var frame = new ArrayBufferWriter<byte>();
        Write(frame, ServerFrame.Text, Encoding.UTF8.GetBytes(text));
        return frame.WrittenMemory;
    }

    public static void Write(IBufferWriter<byte> output, int opcode, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[8];
        header.Clear();
        header[0] = (byte)(Final | opcode);
        var size = 2;
        if (payload.Length < 126)
        {
            header[1] = (byte)(Masked | payload.Length);
        }
        else
        {
            header[1] = Masked | 126;
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], checked((ushort)payload.Length));
            size = 4;
        }
        output.Write(header[..(size + 4)]);
        output.Write(payload);
    }
}
