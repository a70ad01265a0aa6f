using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace VideoChat.Rivals.Floor;

/// <summary>A message whose frame has the same members as VideoChat's.</summary>
internal sealed record FloorMessage(Guid RoomId, Guid UserId, string Username, string Content, string ClientId)
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public DateTime Timestamp { get; } = DateTime.UtcNow;

    public long Seq { get; set; }

    public void WriteFrame(IBufferWriter<byte> output, Utf8JsonWriter json, ArrayBufferWriter<byte> payload)
    {
        payload.ResetWrittenCount();
        json.Reset(payload);
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteString("user_id"u8, UserId);
        json.WriteString("username"u8, Username);
        json.WriteString("content"u8, Content);
        json.WriteString("client_id"u8, ClientId);
        json.WriteString("id"u8, Id);
        json.WriteString("room_id"u8, RoomId);
        json.WriteNumber("seq"u8, Seq);
        json.WriteString("timestamp"u8, Timestamp);
        json.WriteEndObject();
        json.Flush();
        WriteText(output, payload.WrittenSpan);
    }

    public static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<byte> payload)
    {
        var header = output.GetSpan(4);
        header[0] = 0x81;
        if (payload.Length < 126)
        {
            header[1] = (byte)payload.Length;
            output.Advance(2);
        }
        else
        {
            header[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)payload.Length);
            output.Advance(4);
        }
        output.Write(payload);
    }
}
