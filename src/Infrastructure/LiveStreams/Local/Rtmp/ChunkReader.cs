using System.Buffers.Binary;

namespace VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

internal sealed class ChunkReader
{
    /// <summary>The maximum total length of basic header, message header and extended timestamp.</summary>
    public const int MaxHeaderLength = 3 + 11 + 4;

    /// <summary>The maximum number of chunk streams. Encoders use about five.</summary>
    private const int MaxStreams = 32;

    private const int MaxChunkSize = 0xFF_FFFF;
    private const int ExtendedTimestamp = 0xFF_FFFF;

    private readonly Dictionary<int, ChunkStream> _streams = [];
    private ChunkStream? _current;
    private ChunkStream? _finished;
    private int _chunkLeft;
    private int _chunkSize = 128;

    public int MaxBuffered { get; set; } = 32 * 1_024;

    public int Buffered { get; private set; }

    /// <summary>
    /// Reads the next message. Returns false if more data is needed. The next call must then begin with the bytes that were not
    /// consumed.
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> bytes, out int consumed, out RtmpMessage message)
    {
        LetGoOfFinished();
        consumed = 0;
        while (true)
        {
            if (_current is null)
            {
                var headerLength = ReadHeader(bytes[consumed..]);
                if (headerLength == 0)
                    break;
                consumed += headerLength;
            }

            var taken = ReadPayload(_current!, bytes[consumed..]);
            consumed += taken;
            if (_chunkLeft > 0)
                break;

            var stream = _current!;
            _current = null;
            if (stream.Payload.Length < stream.Length)
                continue;
            _finished = stream;
            message = new RtmpMessage(stream.Type, stream.MessageStreamId, stream.Timestamp, stream.Payload.Written);
            if (!IsProtocolControl(message))
                return true;
            LetGoOfFinished();
        }
        message = default;
        return false;
    }

    private int ReadHeader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return 0;
        var format = bytes[0] >> 6;
        var (id, basic) = (bytes[0] & 0x3F) switch
        {
            0 => bytes.Length < 2 ? (0, 0) : (64 + bytes[1], 2),
            1 => bytes.Length < 3 ? (0, 0) : (64 + bytes[1] + (bytes[2] << 8), 3),
            var small => (small, 1),
        };
        var fields = format switch { 0 => 11, 1 => 7, 2 => 3, _ => 0 };
        if (basic == 0 || bytes.Length < basic + fields)
            return 0;

        var known = _streams.GetValueOrDefault(id);
        if (known is null && format > 1)
            throw new RtmpException("A chunk continues a message that has not begun.");
        if (known is { IsUnderWay: true } && format != 3)
            throw new RtmpException("A message begins inside another one.");

        var header = bytes.Slice(basic, fields);
        var time = format == 3 ? known!.TimeField : (uint)ReadInt24(header);
        var length = basic + fields;
        // A continuation chunk has no time field, but repeats the extended timestamp.
        var isExtended = format == 3 ? known!.IsExtended : time == ExtendedTimestamp;
        if (isExtended)
        {
            if (bytes.Length < length + 4)
                return 0;
            var extended = BinaryPrimitives.ReadUInt32BigEndian(bytes[length..]);
            time = format == 3 ? time : extended;
            length += 4;
        }

        var stream = known ?? Open(id);
        if (format <= 1)
        {
            stream.Length = ReadInt24(header[3..]);
            stream.Type = header[6];
        }
        if (format == 0)
            stream.MessageStreamId = BinaryPrimitives.ReadUInt32LittleEndian(header[7..]);
        if (!stream.IsUnderWay)
        {
            stream.Timestamp = format == 0 ? time : unchecked(stream.Timestamp + time);
            stream.TimeField = time;
            stream.IsExtended = isExtended;
            stream.IsUnderWay = true;
        }
        _current = stream;
        _chunkLeft = Math.Min(_chunkSize, stream.Length - stream.Payload.Length);
        return length;
    }

    private int ReadPayload(ChunkStream stream, ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(_chunkLeft, bytes.Length);
        if (taken > MaxBuffered - Buffered)
            throw new RtmpException("A message is too long.");
        stream.Payload.Add(bytes[..taken]);
        Buffered += taken;
        _chunkLeft -= taken;
        return taken;
    }

    private bool IsProtocolControl(RtmpMessage message)
    {
        if (message.Type is not (RtmpMessageType.SetChunkSize or RtmpMessageType.Abort))
            return false;
        if (message.Payload.Length < 4)
            throw new RtmpException("A control message is too short.");
        var value = BinaryPrimitives.ReadUInt32BigEndian(message.Payload.Span);
        if (message.Type == RtmpMessageType.Abort)
        {
            if (value <= int.MaxValue && _streams.GetValueOrDefault((int)value) is { } aborted && aborted != _finished)
                LetGo(aborted);
        }
        else
        {
            if (value is 0 or > int.MaxValue)
                throw new RtmpException("A chunk size is out of range.");
            _chunkSize = Math.Min((int)value, MaxChunkSize);
        }
        return true;
    }

    private ChunkStream Open(int id)
    {
        if (_streams.Count == MaxStreams)
            throw new RtmpException("There are too many chunk streams.");
        return _streams[id] = new ChunkStream();
    }

    private void LetGoOfFinished()
    {
        if (_finished is not null)
            LetGo(_finished);
        _finished = null;
    }

    private void LetGo(ChunkStream stream)
    {
        Buffered -= stream.Payload.Length;
        stream.Payload.Clear();
        stream.IsUnderWay = false;
    }

    private static int ReadInt24(ReadOnlySpan<byte> bytes) => (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];

    private sealed class ChunkStream
    {
        public PayloadBuffer Payload { get; } = new();
        public int Length { get; set; }
        public byte Type { get; set; }
        public uint MessageStreamId { get; set; }
        public uint Timestamp { get; set; }

        /// <summary>The timestamp in the last header, either absolute or relative.</summary>
        public uint TimeField { get; set; }

        public bool IsExtended { get; set; }

        /// <summary>Indicates whether a message has begun and has not been released.</summary>
        public bool IsUnderWay { get; set; }
    }
}
