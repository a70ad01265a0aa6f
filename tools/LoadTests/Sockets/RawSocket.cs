using System.Net;
using System.Net.Sockets;

namespace VideoChat.LoadTests.Sockets;

/// <summary>
/// A TCP client with one socket and one buffer, without a stream, tasks or allocations per read. One core can run thousands of
/// them.
/// </summary>
internal abstract class RawSocket : IDisposable
{
    private readonly SocketAsyncEventArgs _reading = new();
    private byte[] _buffer;
    private int _filled;

    protected RawSocket(int bufferSize)
    {
        _buffer = new byte[bufferSize];
        _reading.Completed += (_, _) => ReadOn();
    }

    protected Socket Socket { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    protected bool IsClosed { get; private set; }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (IsClosed)
            return;
        var sent = Socket.Send(bytes, SocketFlags.None, out var error);
        if (error is SocketError.Success && sent == bytes.Length)
            return;
        if (error is SocketError.WouldBlock or SocketError.Success)
            throw new MeasurementException("The server does not read what is sent to it; the socket's buffer is full.");
        End();
    }

    /// <summary>Closes the connection without a close frame.</summary>
    public void Dispose()
    {
        IsClosed = true;
        Socket.Dispose();
    }

    /// <summary>Connects and, after the greeting, reads until the end.</summary>
    /// <param name="greet">Returns the number of bytes that it has left at the start of the buffer.</param>
    protected async Task StartAsync(Uri server, Func<byte[], Task<int>> greet)
    {
        await Socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port);
        _filled = await greet(_buffer);
        // A send that does not fit must fail. A blocking send would block the only thread of all sockets.
        Socket.Blocking = false;
        if (Take())
            Read();
    }

    /// <summary>Takes complete frames or responses off the start of the input.</summary>
    protected abstract void Take(ref ReadOnlySpan<byte> input);

    /// <summary>The server has ended the connection.</summary>
    protected abstract void OnEnd();

    private void Read()
    {
        while (!IsClosed)
        {
            if (_filled == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            _reading.SetBuffer(_buffer, _filled, _buffer.Length - _filled);
            try
            {
                if (Socket.ReceiveAsync(_reading) || !TakeRead())
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
        try
        {
            if (TakeRead())
                Read();
        }
        catch (MeasurementException exception)
        {
            // This is the only thread of all sockets, so no caller catches the exception.
            Console.Error.WriteLine(exception.Message);
            Environment.Exit(2);
        }
    }

    private bool TakeRead()
    {
        if (IsClosed)
            return false;
        if (_reading.SocketError is not SocketError.Success || _reading.BytesTransferred == 0)
        {
            End();
            return false;
        }
        _filled += _reading.BytesTransferred;
        return Take();
    }

    private bool Take()
    {
        ReadOnlySpan<byte> input = _buffer.AsSpan(0, _filled);
        Take(ref input);
        input.CopyTo(_buffer);
        _filled = input.Length;
        return !IsClosed;
    }

    private void End()
    {
        if (IsClosed)
            return;
        Dispose();
        OnEnd();
    }
}
