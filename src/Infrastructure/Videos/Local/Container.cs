namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>What kind of file it is, by its first bytes: nobody's word is taken for it.</summary>
internal static class Container
{
    /// <summary>How many bytes are looked at.</summary>
    public const int HeaderLength = 64;

    /// <summary>For a file of no kind that we know.</summary>
    public const string UnknownExtension = ".bin";

    public static readonly string[] Extensions = [".mp4", ".webm", ".mov", ".mkv", ".ogv", ".avi", ".flv", UnknownExtension];

    /// <summary>The extension under which the file is kept, and so its content type.</summary>
    public static string ExtensionOf(ReadOnlySpan<byte> header)
    {
        if (header.Length >= 12 && header[4..8].SequenceEqual("ftyp"u8))
            return header[8..12].SequenceEqual("qt  "u8) ? ".mov" : ".mp4";
        if (header.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
            return header.IndexOf("webm"u8) >= 0 ? ".webm" : ".mkv";
        if (header.StartsWith("OggS"u8))
            return ".ogv";
        if (header.Length >= 12 && header.StartsWith("RIFF"u8) && header[8..12].SequenceEqual("AVI "u8))
            return ".avi";
        if (header.StartsWith("FLV"u8))
            return ".flv";
        return UnknownExtension;
    }
}
