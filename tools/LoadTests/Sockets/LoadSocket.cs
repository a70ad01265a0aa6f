using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;

namespace VideoChat.LoadTests.Sockets;

/// <summary>A WebSocket client that passes frames on in place, without copying or decoding them.</summary>
internal sealed class LoadSocket(ISocketEvents events, int bufferSize) : RawSocket(bufferSize)
{
    private int? _closeCode;
    private ArrayBufferWriter<byte>? _parts;

    /// <summary>Connects and does the handshake. Later bytes raise events.</summary>
    public Task OpenAsync(Uri server, string path) =>
        StartAsync(server, buffer => Handshake.RunAsync(Socket, server, path, buffer));

    protected override void Take(ref ReadOnlySpan<byte> input)
    {
        var now = Stopwatch.GetTimestamp();
        while (ServerFrame.TryTake(ref input, out var frame))
        {
            switch (frame.Opcode)
            {
                case ServerFrame.Text when frame.IsFinal:
                    events.OnText(frame.Payload, now);
                    break;
                case ServerFrame.Text or ServerFrame.Continuation:
                    Gather(frame, now);
                    break;
                case ServerFrame.Ping:
                    Answer(ServerFrame.Pong, frame.Payload);
                    break;
                case ServerFrame.Close:
                    _closeCode = frame.Payload.Length < 2 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(frame.Payload);
                    Answer(ServerFrame.Close, frame.Payload);
                    break;
            }
        }
        events.OnRead();
    }

    protected override void OnEnd() => events.OnClosed(_closeCode);

    // Joins the parts of a message, because SignalR splits messages that span two of its buffers.
    private void Gather(in ServerFrame part, long now)
    {
        _parts ??= new ArrayBufferWriter<byte>();
        _parts.Write(part.Payload);
        if (!part.IsFinal)
            return;
        events.OnText(_parts.WrittenSpan, now);
        _parts.ResetWrittenCount();
    }

    private void Answer(int opcode, ReadOnlySpan<byte> payload)
    {
        var frame = new ArrayBufferWriter<byte>();
        ClientFrames.Write(frame, opcode, payload);
        Send(frame.WrittenSpan);
    }
}
