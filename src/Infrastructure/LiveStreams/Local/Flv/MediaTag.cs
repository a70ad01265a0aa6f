using System.Buffers.Binary;
using System.Text;
using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

namespace VideoChat.Infrastructure.LiveStreams.Local.Flv;

/// <summary>An audio or video header (FLV specification 10.1, E.4.2.1 and E.4.3.1; Enhanced RTMP v2 for codecs with a FourCC).</summary>
/// <param name="IsVideo">Whether the message is video. Otherwise, it is audio.</param>
/// <param name="IsConfig">Whether the payload is a decoder configuration instead of a frame.</param>
/// <param name="IsKeyFrame">Whether decoding can start with this frame. Always true for audio.</param>
/// <param name="Unsupported">The name of an unsupported codec; null for H.264 and AAC.</param>
internal readonly record struct MediaTag(bool IsVideo, bool IsConfig, bool IsKeyFrame, string? Unsupported)
{
    private const int KeyFrame = 1;
    private const int CommandFrame = 5;
    private const int Avc = 7;
    private const int Aac = 10;
    private const int ExtendedAudio = 9;
    private const int ExtendedVideo = 0x80;

    public static MediaTag? Read(RtmpMessage message) => message.Type switch
    {
        RtmpMessageType.Video => ReadVideo(message.Payload.Span),
        RtmpMessageType.Audio => ReadAudio(message.Payload.Span),
        _ => null,
    };

    private static MediaTag? ReadVideo(ReadOnlySpan<byte> payload)
    {
        const int headerLength = 5;
        if (payload.IsEmpty)
            return null;
        var frameType = (payload[0] >> 4) & 7;
        if (frameType == CommandFrame)
            return null;
        if ((payload[0] & ExtendedVideo) != 0)
            return Refused(isVideo: true, ExtendedCodec(payload, multitrack: 6));
        var codec = payload[0] & 15;
        if (codec != Avc)
            return Refused(isVideo: true, VideoCodec(codec));
        if (payload.Length <= headerLength || payload[1] > 1)
            return null;
        return new MediaTag(IsVideo: true, IsConfig: payload[1] == 0, IsKeyFrame: frameType == KeyFrame, Unsupported: null);
    }

    private static MediaTag? ReadAudio(ReadOnlySpan<byte> payload)
    {
        const int headerLength = 2;
        if (payload.IsEmpty)
            return null;
        var format = payload[0] >> 4;
        if (format == ExtendedAudio)
            return Refused(isVideo: false, ExtendedCodec(payload, multitrack: 5));
        if (format != Aac)
            return Refused(isVideo: false, AudioCodec(format));
        if (payload.Length <= headerLength || payload[1] > 1)
            return null;
        return new MediaTag(IsVideo: false, IsConfig: payload[1] == 0, IsKeyFrame: true, Unsupported: null);
    }

    private static MediaTag Refused(bool isVideo, string codec) =>
        new(isVideo, IsConfig: false, IsKeyFrame: false, codec + (isVideo ? " video" : " audio"));

    // Reads the codec's FourCC. Modifiers and a multitrack byte, which the first byte announces, may precede it.
    private static string ExtendedCodec(ReadOnlySpan<byte> payload, int multitrack)
    {
        const int modifier = 7;
        const int fourCcLength = 4;
        var packetType = payload[0] & 15;
        var rest = payload[1..];
        while (packetType == modifier && rest.Length > 4)
        {
            var (size, sizeLength) = rest[0] < byte.MaxValue
                ? (rest[0] + 1, 1)
                : (BinaryPrimitives.ReadUInt16BigEndian(rest[1..]) + 1, 3);
            if (rest.Length <= sizeLength + size)
                break;
            packetType = rest[sizeLength + size] & 15;
            rest = rest[(sizeLength + size + 1)..];
        }
        if (packetType == multitrack && !rest.IsEmpty)
            rest = rest[1..];
        return rest.Length >= fourCcLength ? NameOf(rest[..fourCcLength]) : "an unknown kind of";
    }

    private static string NameOf(ReadOnlySpan<byte> fourCc) => Encoding.Latin1.GetString(fourCc) switch
    {
        "hvc1" => "HEVC (H.265)",
        "vvc1" => "VVC (H.266)",
        "av01" => "AV1",
        "vp08" => "VP8",
        "vp09" => "VP9",
        "avc1" => "H.264 in the enhanced RTMP format as",
        "mp4a" => "AAC in the enhanced RTMP format as",
        "Opus" => "Opus",
        "fLaC" => "FLAC",
        "ac-3" => "AC-3",
        "ec-3" => "E-AC-3",
        ".mp3" => "MP3",
        _ => $"an unknown kind ({Convert.ToHexString(fourCc)}) of",
    };

    private static string VideoCodec(int id) => id switch
    {
        2 => "Sorenson H.263",
        3 or 6 => "Screen",
        4 or 5 => "VP6",
        12 => "HEVC (H.265)",
        13 => "AV1",
        _ => $"an unknown kind ({id}) of",
    };

    private static string AudioCodec(int format) => format switch
    {
        0 or 3 => "PCM",
        1 => "ADPCM",
        2 or 14 => "MP3",
        4 or 5 or 6 => "Nellymoser",
        7 or 8 => "G.711",
        11 => "Speex",
        13 => "Opus",
        _ => $"an unknown kind ({format}) of",
    };
}
