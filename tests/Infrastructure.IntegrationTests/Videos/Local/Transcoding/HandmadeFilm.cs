using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Transcoding;

/// <summary>
/// QuickTime films that no camera makes. Their samples can share bytes, last hours, and have other sizes than the header says. The boxes
/// are those of ISO/IEC 14496-12.
/// </summary>
internal static class HandmadeFilm
{
    /// <param name="pictures">PNG files.</param>
    /// <param name="order">The index of each sample's picture.</param>
    /// <param name="durations">The duration of each sample.</param>
    /// <param name="width">The width in the header.</param>
    /// <param name="height">The height in the header.</param>
    /// <param name="timescale">The number of duration units per second.</param>
    public static byte[] Of(byte[][] pictures, int[] order, int[] durations, int width, int height, int timescale)
    {
        var type = Box("ftyp", "qt  "u8.ToArray(), Int(0), "qt  "u8.ToArray());
        var offsets = new int[pictures.Length];
        var at = type.Length + 8;
        for (var i = 0; i < pictures.Length; i++)
        {
            offsets[i] = at;
            at += pictures[i].Length;
        }
        var total = durations.Sum();
        byte[] matrix = [.. Int(0x10000), .. new byte[12], .. Int(0x10000), .. new byte[12], .. Int(0x40000000)];
        var entry = Join(
            Int(86), "png "u8.ToArray(), new byte[6], Short(1), new byte[16], Short(width), Short(height), Int(0x480000), Int(0x480000),
            Int(0), Short(1), new byte[32], Short(24), Short(-1));
        var table = Box("stbl",
            Box("stsd", Int(0), Int(1), entry),
            Box("stts", Int(0), Int(order.Length), Join([.. durations.Select(duration => Join(Int(1), Int(duration)))])),
            Box("stsc", Int(0), Int(1), Int(1), Int(1), Int(1)),
            Box("stsz", Int(0), Int(0), Int(order.Length), Join([.. order.Select(i => Int(pictures[i].Length))])),
            Box("stco", Int(0), Int(order.Length), Join([.. order.Select(i => Int(offsets[i]))])));
        var media = Box("mdia",
            Box("mdhd", Int(0), Int(0), Int(0), Int(timescale), Int(total), Int(0)),
            Box("hdlr", Int(0), "mhlrvide"u8.ToArray(), new byte[13]),
            Box("minf",
                Box("vmhd", Int(1), new byte[8]),
                Box("dinf", Box("dref", Int(0), Int(1), Box("url ", Int(1)))),
                table));
        var track = Box("trak",
            Box("tkhd", Int(15), Int(0), Int(0), Int(1), Int(0), Int(total), new byte[16], matrix, Int(width << 16), Int(height << 16)), media);
        var movie = Box("moov",
            Box("mvhd", Int(0), Int(0), Int(0), Int(timescale), Int(total), Int(0x10000), Short(0x100), new byte[10], matrix, new byte[24], Int(2)),
            track);
        return Join(type, Box("mdat", pictures), movie);
    }

    /// <summary>Returns a grey PNG.</summary>
    public static byte[] Png(int width, int height, int bytesPerPixel = 4)
    {
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + width * bytesPerPixel];
            for (var i = 0; i < height; i++)
                zlib.Write(row);
        }
        byte[] head = [.. Int(width), .. Int(height), (byte)(bytesPerPixel * 2), 6, 0, 0, 0];
        return Join([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], Chunk("IHDR", head), Chunk("IDAT", pixels.ToArray()), Chunk("IEND", []));
    }

    private static byte[] Chunk(string name, byte[] data)
    {
        var named = Join(Encoding.ASCII.GetBytes(name), data);
        var sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32(named));
        return Join(Int(data.Length), named, sum);
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }

    private static byte[] Box(string name, params byte[][] parts)
    {
        var content = Join(parts);
        return Join(Int(content.Length + 8), Encoding.ASCII.GetBytes(name), content);
    }

    private static byte[] Int(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Short(int number) => Int(number)[2..];

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
