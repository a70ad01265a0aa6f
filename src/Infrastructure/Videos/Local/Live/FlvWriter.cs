using System.Buffers;
using System.Buffers.Binary;
using VideoChat.Infrastructure.Videos.Local.Live.Rtmp;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>Writes RTMP messages as an FLV file: the payloads are the same, only the wrapping differs.</summary>
internal sealed class FlvWriter
{
    private const int TagHeaderLength = 11;

    /// <summary>What encoders put in front of the metadata, and a file does not have.</summary>
    private static ReadOnlySpan<byte> SetDataFrame => "\u0002\0\u000d@setDataFrame"u8;

    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1_024);
    private bool _hasBegun;

    /// <summary>The bytes of the message, good until the next one; none where a file has no place for it.</summary>
    public ReadOnlyMemory<byte> Write(RtmpMessage message)
    {
        _bytes.ResetWrittenCount();
        if (message.Type is not (RtmpMessageType.Audio or RtmpMessageType.Video or RtmpMessageType.Data)
            || message.Payload.IsEmpty)
        {
            return default;
        }

        var payload = message.Payload.Span;
        if (message.Type == RtmpMessageType.Data && payload.StartsWith(SetDataFrame))
            payload = payload[SetDataFrame.Length..];
        if (!_hasBegun)
            Begin(message.Type, payload);
        WriteTag(message.Type, message.Timestamp, payload);
        return _bytes.WrittenMemory;
    }

    /// <summary>A reader waits for the kinds of media that the head promises, so it must not promise too much.</summary>
    private void Begin(byte type, ReadOnlySpan<byte> payload)
    {
        const byte audio = 4;
        const byte video = 1;
        var kinds = audio | video;
        if (type == RtmpMessageType.Data)
        {
            kinds = (payload.IndexOf("audiocodecid"u8) >= 0 ? audio : 0) | (payload.IndexOf("videocodecid"u8) >= 0 ? video : 0);
            if (kinds == 0)
                kinds = audio | video;
        }
        _bytes.Write<byte>([(byte)'F', (byte)'L', (byte)'V', 1, (byte)kinds, 0, 0, 0, 9, 0, 0, 0, 0]);
        _hasBegun = true;
    }

    private void WriteTag(byte type, uint timestamp, ReadOnlySpan<byte> payload)
    {
        var header = _bytes.GetSpan(TagHeaderLength);
        BinaryPrimitives.WriteUInt32BigEndian(header, ((uint)type << 24) | (uint)payload.Length);
        // The upper byte of the time comes last.
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (timestamp << 8) | (timestamp >> 24));
        header[8..TagHeaderLength].Clear();
        _bytes.Advance(TagHeaderLength);
        _bytes.Write(payload);
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(4), TagHeaderLength + payload.Length);
        _bytes.Advance(4);
    }
}
