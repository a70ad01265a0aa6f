using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace VideoChat.LoadTests.Sockets;

/// <summary>
/// A WebSocket client for thousands of them on one core: a socket, one buffer, no stream, no task and no allocation for
/// each read, no unpacking of what is not asked for.
/// </summary>
internal sealed class LoadSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly SocketAsyncEventArgs _reading = new();
    private readonly ISocketEvents _events;
    private byte[] _buffer;
    private int _filled;
    private int? _closeCode;
    private bool _closed;

    public LoadSocket(ISocketEvents events, int bufferSize)
    {
        _events = events;
        _buffer = new byte[bufferSize];
        _reading.Completed += (_, _) => ReadOn();
    }

    /// <summary>Connects and shakes hands. What comes after that comes to the events.</summary>
    public async Task OpenAsync(Uri server, string path)
    {
        await _socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port);
        _filled = await Handshake.RunAsync(_socket, server, path, _buffer);
        // A send that does not fit must fail: where it waited, the one thread of all sockets would wait.
        _socket.Blocking = false;
        if (TakeFrames())
            Read();
    }

    public void Send(ReadOnlySpan<byte> frames)
    {
        if (_closed)
            return;
        var sent = _socket.Send(frames, SocketFlags.None, out var error);
        if (error is SocketError.Success && sent == frames.Length)
            return;
        if (error is SocketError.WouldBlock or SocketError.Success)
            throw new MeasurementException("The server does not read what is sent to it; the socket's buffer is full.");
        End(null);
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Dispose()
    {
        _closed = true;
        _socket.Dispose();
    }

    private void Read()
    {
        while (!_closed)
        {
            if (_filled == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            _reading.SetBuffer(_buffer, _filled, _buffer.Length - _filled);
            try
            {
                if (_socket.ReceiveAsync(_reading) || !TakeRead())
                    return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void ReadOn()
    {
        if (TakeRead())
            Read();
    }

    private bool TakeRead()
    {
        if (_closed)
            return false;
        if (_reading.SocketError is not SocketError.Success || _reading.BytesTransferred == 0)
        {
            End(_closeCode);
            return false;
        }
        _filled += _reading.BytesTransferred;
        return TakeFrames();
    }

    private bool TakeFrames()
    {
        var now = Stopwatch.GetTimestamp();
        ReadOnlySpan<byte> input = _buffer.AsSpan(0, _filled);
        while (ServerFrame.TryTake(ref input, out var frame))
        {
            switch (frame.Opcode)
            {
                case ServerFrame.Text:
                    _events.OnText(frame.Payload, now);
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
        input.CopyTo(_buffer);
        _filled = input.Length;
        _events.OnRead();
        return !_closed;
    }

    private void Answer(int opcode, ReadOnlySpan<byte> payload)
    {
        var frame = new ArrayBufferWriter<byte>();
        ClientFrames.Write(frame, opcode, payload);
        Send(frame.WrittenSpan);
    }

    private void End(int? code)
    {
        if (_closed)
            return;
        Dispose();
        _events.OnClosed(code);
    }
}
