using System.Buffers.Binary;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Rtmp;

/// <summary>Cuts messages into chunks, as a publisher does.</summary>
internal static class Chunks
{
    public static byte[] SetChunkSize(int size)
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, size);
        return Of(payload, 128, 2, 0, type: 1);
    }

    public static byte[] Of(byte[] payload, int chunkSize, int id, uint timestamp, byte type = 9)
    {
        var isExtended = timestamp >= 0xFF_FFFF;
        var extended = new byte[isExtended ? 4 : 0];
        if (isExtended)
            BinaryPrimitives.WriteUInt32BigEndian(extended, timestamp);
        var time = isExtended ? 0xFF_FFFF : (int)timestamp;

        var bytes = new List<byte>();
        bytes.AddRange(Basic(0, id));
        bytes.AddRange([(byte)(time >> 16), (byte)(time >> 8), (byte)time]);
        bytes.AddRange([(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, 1, 0, 0, 0]);
        bytes.AddRange(extended);
        bytes.AddRange(payload.Take(chunkSize));
        foreach (var chunk in payload.Skip(chunkSize).Chunk(chunkSize))
        {
            bytes.AddRange(Basic(3, id));
            bytes.AddRange(extended);
            bytes.AddRange(chunk);
        }
        return [.. bytes];
    }

    private static byte[] Basic(int format, int id) => id switch
    {
        < 64 => [(byte)(format << 6 | id)],
        < 320 => [(byte)(format << 6), (byte)(id - 64)],
        _ => [(byte)(format << 6 | 1), (byte)(id - 64), (byte)((id - 64) >> 8)],
    };
}
