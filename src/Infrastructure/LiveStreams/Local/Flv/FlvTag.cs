using System.Buffers;
using System.Buffers.Binary;

namespace VideoChat.Infrastructure.LiveStreams.Local.Flv;

/// <summary>Writes and reads FLV tags (Adobe, FLV specification 10.1, Annex E).</summary>
internal static class FlvTag
{
    /// <summary>The length of the file header and of the size field before the first tag.</summary>
    public const int FileHeaderLength = 13;

    public const int HeaderLength = 11;

    public const int TrailerLength = 4;

    /// <param name="hasVideo">Whether the file contains video. A reader waits for each announced track.</param>
    public static void WriteFileHeader(this IBufferWriter<byte> bytes, bool hasVideo, bool hasAudio)
    {
        var kinds = (byte)((hasAudio ? 4 : 0) | (hasVideo ? 1 : 0));
        bytes.Write<byte>([(byte)'F', (byte)'L', (byte)'V', 1, kinds, 0, 0, 0, 9, 0, 0, 0, 0]);
    }

    public static void WriteTag(this IBufferWriter<byte> bytes, byte type, uint time, ReadOnlySpan<byte> payload)
    {
        var header = bytes.GetSpan(HeaderLength);
        BinaryPrimitives.WriteUInt32BigEndian(header, ((uint)type << 24) | (uint)payload.Length);
        // The bytes are rotated, because the most significant byte of the timestamp follows the other three.
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (time << 8) | (time >> 24));
        header[8..HeaderLength].Clear();
        bytes.Advance(HeaderLength);
        bytes.Write(payload);
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(TrailerLength), HeaderLength + payload.Length);
        bytes.Advance(TrailerLength);
    }

    public static (byte Type, int Length, uint Time) ReadHeader(ReadOnlySpan<byte> header)
    {
        var time = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        return (header[0], (int)(BinaryPrimitives.ReadUInt32BigEndian(header) & 0xFF_FFFF), (time >> 8) | (time << 24));
    }
}
