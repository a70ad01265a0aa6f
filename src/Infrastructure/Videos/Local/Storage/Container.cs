namespace VideoChat.Infrastructure.Videos.Local.Storage;

/// <summary>Detects the container format from the first bytes of a file. The file name and the content type are ignored.</summary>
internal static class Container
{
    public const int HeaderLength = 512;

    /// <summary>The extension for the remaining formats. Browsers cannot play them.</summary>
    private const string OtherExtension = ".bin";

    private const int Packet = 188;
    private const int TimedPacket = 192;
    private const byte PacketSync = 0x47;

    public static readonly string[] Extensions = [".mp4", ".webm", ".mov", ".mkv", ".ogv", ".avi", ".ts", ".flv", OtherExtension];

    /// <summary>
    /// Returns the extension, or null if the file is not a video container. The extension determines the content type.
    /// </summary>
    public static string? ExtensionOf(ReadOnlySpan<byte> header)
    {
        if (header.Length >= 8 && QuickTimeExtension(header) is { } extension)
            return extension;
        if (header.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
            return header[..Math.Min(64, header.Length)].IndexOf("webm"u8) >= 0 ? ".webm" : ".mkv";
        if (header.StartsWith("OggS"u8))
            return ".ogv";
        if (header.Length >= 12 && header.StartsWith("RIFF"u8))
            return header[8..12].SequenceEqual("AVI "u8) ? ".avi" : null;
        if (IsBroadcast(header, 0, Packet) || IsBroadcast(header, TimedPacket - Packet, TimedPacket))
            return ".ts";
        if (header.StartsWith("FLV"u8))
            return ".flv";
        return IsOther(header) ? OtherExtension : null;
    }

    // Detects MP4 and QuickTime files. QuickTime files that are older than ISO/IEC 14496-12 do not begin with an ftyp box.
    private static string? QuickTimeExtension(ReadOnlySpan<byte> header)
    {
        var type = header[4..8];
        if (type.SequenceEqual("ftyp"u8) && header.Length >= 12)
            return header[8..12].SequenceEqual("qt  "u8) ? ".mov" : ".mp4";
        return type.SequenceEqual("moov"u8) || type.SequenceEqual("mdat"u8) || type.SequenceEqual("wide"u8)
            || type.SequenceEqual("free"u8) || type.SequenceEqual("skip"u8) || type.SequenceEqual("pnot"u8)
                ? ".mov"
                : type.SequenceEqual("styp"u8) || type.SequenceEqual("moof"u8) ? ".mp4" : null;
    }

    private static bool IsBroadcast(ReadOnlySpan<byte> header, int offset, int length) =>
        header.Length > offset + length && header[offset] == PacketSync && header[offset + length] == PacketSync;

    private static bool IsOther(ReadOnlySpan<byte> header) =>
        header.StartsWith("DKIF"u8)
        // ASF: the GUID of the header object.
        || header.StartsWith((ReadOnlySpan<byte>)[0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11])
        // MXF: the label of a partition pack.
        || header.StartsWith((ReadOnlySpan<byte>)[0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05, 0x01, 0x01])
        // DV: the header section of the first DIF sequence.
        || (header.Length >= 4 && header[0] == 0x1F && header[1] == 0x07 && header[2] == 0x00 && (header[3] & 0x7F) == 0x3F)
        // The start code of an MPEG program stream, or of a raw MPEG, H.264 or HEVC stream.
        || (header.Length >= 8 && (header.StartsWith((ReadOnlySpan<byte>)[0, 0, 1]) || header.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 1])));
}
