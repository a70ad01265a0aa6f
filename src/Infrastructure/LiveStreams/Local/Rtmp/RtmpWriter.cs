using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

internal sealed class RtmpWriter
{
    private const int ChunkSize = 4_096;
    private const uint Window = 2_500_000;

    private const byte ControlChunks = 2;
    private const byte CommandChunks = 3;

    private const byte DynamicLimit = 2;
    private const uint MediaStream = 1;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Clear() => _bytes.ResetWrittenCount();

    public void Acknowledge(uint received) => Control(RtmpMessageType.Acknowledgement, received);

    public void AcceptConnect(double transaction)
    {
        Control(RtmpMessageType.WindowSize, Window);
        Control(RtmpMessageType.PeerBandwidth, Window, DynamicLimit);
        Control(RtmpMessageType.SetChunkSize, ChunkSize);
        Command(0, "_result", transaction, body =>
        {
            body.Object(("fmsVer", "FMS/3,0,1,123"));
            body.Object(
                ("level", "status"), ("code", "NetConnection.Connect.Success"), ("description", "Connection succeeded."));
        });
    }

    public void Answer(double transaction) => Command(0, "_result", transaction, body => body.Null());

    public void AnswerCreateStream(double transaction) => Command(0, "_result", transaction, body =>
    {
        body.Null();
        body.Number(MediaStream);
    });

    public void AcceptPublish()
    {
        // The payload is event 0 (StreamBegin) and the stream id.
        Message(ControlChunks, RtmpMessageType.UserControl, 0, [0, 0, 0, 0, 0, (byte)MediaStream]);
        Status("status", "NetStream.Publish.Start", "Publishing has started.");
    }

    public void RefusePublish(string code, string description) => Status("error", code, description);

    private void Status(string level, string code, string description) => Command(MediaStream, "onStatus", 0, body =>
    {
        body.Null();
        body.Object(("level", level), ("code", code), ("description", description));
    });

    private void Command(uint messageStream, string name, double transaction, Action<Amf0Writer> write)
    {
        var body = new Amf0Writer();
        body.String(name);
        body.Number(transaction);
        write(body);
        Message(CommandChunks, RtmpMessageType.Command, messageStream, body.Written);
    }

    private void Control(byte type, uint value, params ReadOnlySpan<byte> more)
    {
        Span<byte> payload = stackalloc byte[4 + more.Length];
        BinaryPrimitives.WriteUInt32BigEndian(payload, value);
        more.CopyTo(payload[4..]);
        Message(ControlChunks, type, 0, payload);
    }

    // Writes a message in one chunk, because every message is shorter than the chunk size.
    private void Message(byte chunkStream, byte type, uint messageStream, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = [chunkStream, 0, 0, 0, 0, (byte)(payload.Length >> 8), (byte)payload.Length, type, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], messageStream);
        _bytes.Write(header);
        _bytes.Write(payload);
    }

    private sealed class Amf0Writer
    {
        private readonly ArrayBufferWriter<byte> _body = new(256);

        public ReadOnlySpan<byte> Written => _body.WrittenSpan;

        public void Number(double value)
        {
            _body.Write<byte>([0]);
            BinaryPrimitives.WriteDoubleBigEndian(_body.GetSpan(8), value);
            _body.Advance(8);
        }

        public void String(string text)
        {
            _body.Write<byte>([2]);
            Text(text);
        }

        public void Null() => _body.Write<byte>([5]);

        public void Object(params ReadOnlySpan<(string Name, string Value)> members)
        {
            _body.Write<byte>([3]);
            foreach (var (name, value) in members)
            {
                Text(name);
                String(value);
            }
            _body.Write<byte>([0, 0, 9]);
        }

        private void Text(string text)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_body.GetSpan(2), (ushort)text.Length);
            _body.Advance(2);
            _body.Write(Encoding.ASCII.GetBytes(text));
        }
    }
}
