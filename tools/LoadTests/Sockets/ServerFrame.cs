using System.Buffers.Binary;

namespace VideoChat.LoadTests.Sockets;

/// <summary>A frame of a server (RFC 6455, §5.2): unmasked, possibly a part of a message.</summary>
internal readonly ref struct ServerFrame
{
    public const int Continuation = 0x0, Text = 0x1, Close = 0x8, Ping = 0x9, Pong = 0xA;

    private const int Final = 0x80;
    private const int MaxPayload = 64 * 1024 * 1024;

    private ServerFrame(int first, ReadOnlySpan<byte> payload)
    {
        Opcode = first & 0xF;
        IsFinal = (first & Final) != 0;
        Payload = payload;
    }

    public int Opcode { get; }

    public bool IsFinal { get; }

    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Takes the next frame off the start of the input. Returns false if it is incomplete.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> input, out ServerFrame frame)
    {
        frame = default;
        if (input.Length < 2)
            return false;
        if (input[1] > 127)
            throw new MeasurementException("The server masks its frames.");

        var (header, length) = input[1] switch
        {
            126 when input.Length >= 4 => (4, BinaryPrimitives.ReadUInt16BigEndian(input[2..])),
            127 when input.Length >= 10 => (10, (long)BinaryPrimitives.ReadUInt64BigEndian(input[2..])),
            126 or 127 => (0, 0),
            var small => (2, small),
        };
        if (length is < 0 or > MaxPayload)
            throw new MeasurementException("The server sends a frame of more than 64 MiB.");
        if (header == 0 || input.Length < header + length)
            return false;

        frame = new ServerFrame(input[0], input.Slice(header, (int)length));
        input = input[(header + (int)length)..];
        return true;
    }
}
