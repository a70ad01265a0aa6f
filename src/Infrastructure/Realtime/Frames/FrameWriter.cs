using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using VideoChat.Application.Realtime;
using VideoChat.Application.Serialization;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Realtime.Frames;

/// <summary>Serializes frames (RFC 6455 §5.2). The bytes are shared by all connections that receive a frame.</summary>
internal static class FrameWriter
{
    private const byte FinalText = 0x81;
    private const byte FinalPing = 0x89;

    public static readonly FrameBatch Ping = new(new byte[] { FinalPing, 0 }, 1);

    public static FrameBatch Write(RoomFrame frame)
    {
        var output = new ArrayBufferWriter<byte>();
        Append(output, frame);
        return new FrameBatch(output.WrittenMemory, 1);
    }

    /// <param name="previous">The position of the event that the first one follows.</param>
    public static EventBatch Write(LogPosition previous, IReadOnlyList<RoomEvent> roomEvents)
    {
        var output = new ArrayBufferWriter<byte>(512 * roomEvents.Count);
        var offsets = new int[roomEvents.Count];
        var ids = new Guid[roomEvents.Count];
        for (var i = 0; i < roomEvents.Count; i++)
        {
            offsets[i] = output.WrittenCount;
            ids[i] = roomEvents[i].Id;
            Append(output, EventFormats.ToFrame(roomEvents[i]));
        }
        return new EventBatch(previous, ids, offsets, output.WrittenMemory);
    }

    private static void Append(ArrayBufferWriter<byte> output, RoomFrame frame)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(frame, VideoChatJson.Options);
        WriteHeader(output, payload.Length);
        output.Write(payload);
    }

    private static void WriteHeader(ArrayBufferWriter<byte> output, int length)
    {
        Span<byte> header = stackalloc byte[10];
        header[0] = FinalText;
        int size;
        if (length < 126)
        {
            header[1] = (byte)length;
            size = 2;
        }
        else if (length <= ushort.MaxValue)
        {
            header[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)length);
            size = 4;
        }
        else
        {
            header[1] = 127;
            BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)length);
            size = 10;
        }
        output.Write(header[..size]);
    }
}
