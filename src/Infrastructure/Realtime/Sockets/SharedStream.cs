using System.Buffers.Binary;
using System.IO.Pipelines;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>
/// The stream below a WebSocket, shared by the WebSocket (pongs, close) and by frames built elsewhere: each write is whole
/// before the next begins. After the WebSocket's close frame nothing else goes out.
/// </summary>
/// <param name="inner">The connection's own stream.</param>
/// <param name="cut">Ends the connection at once, also under a write that hangs.</param>
/// <param name="transport">
/// Where frames built elsewhere go: the end of the same connection that is nearest to the network, or null where only the
/// stream leads there (HTTP/2).
/// </param>
/// <param name="maxControlFramesPerSecond">How much of what the WebSocket deals with by itself may come in.</param>
public sealed class SharedStream(
    Stream inner, Action cut, PipeWriter? transport = null, int maxControlFramesPerSecond = int.MaxValue) : Stream
{
    private const int CloseFrame = 0x88;

    /// <summary>How long it waits before each read of what nobody needs.</summary>
    private static readonly TimeSpan FloodPause = TimeSpan.FromMilliseconds(100), DrainPause = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private FloodWatch _flood = new(maxControlFramesPerSecond);
    private volatile bool _isFlooded;
    private volatile bool _closed;

    /// <summary>The WebSocket's close frame is out, or on its way.</summary>
    public bool IsClosed => _closed;

    /// <summary>The code in the WebSocket's close frame; null while none is out, or where it has none.</summary>
    public int? CloseCode { get; private set; }

    /// <summary>More control frames came than may; from then on it is read slowly, which stops the peer.</summary>
    public bool IsFlooded => _isFlooded;

    /// <summary>When bytes last came in, in <see cref="Environment.TickCount64"/> milliseconds.</summary>
    public long LastRead { get; private set; } = Environment.TickCount64;

    /// <summary>When bytes last went out, in the same clock.</summary>
    public long LastWritten { get; private set; } = Environment.TickCount64;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Cuts the connection; the peer sees 1006.</summary>
    public void Cut() => cut();

    /// <summary>Reads and drops what still comes, and no faster than costs nothing, until the peer ends the connection.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4_096];
        while (await inner.ReadAsync(buffer, cancellationToken) > 0)
            await Task.Delay(DrainPause, cancellationToken);
    }

    /// <summary>Writes frames that are whole; dropped once the close frame is out.</summary>
    public async ValueTask WriteFramesAsync(ReadOnlyMemory<byte> frames)
    {
        // Neither the wait nor the write is ever cancelled: half a frame would break the connection for good.
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            if (!_closed)
                await SendAsync(frames);
            LastWritten = Environment.TickCount64;
        }
        finally
        {
            _writing.Release();
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> frames)
    {
        if (transport is null)
            await inner.WriteAsync(frames, CancellationToken.None);
        else if ((await transport.WriteAsync(frames, CancellationToken.None)).IsCompleted)
            throw new IOException("The connection is gone.");
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            // The WebSocket writes each of its frames in one piece, so the first byte tells which.
            if (buffer.Length > 0 && buffer.Span[0] == CloseFrame)
            {
                // Byte 1 is the length: 0, or at least the two bytes of the code.
                CloseCode = buffer.Length >= 4 ? BinaryPrimitives.ReadUInt16BigEndian(buffer.Span[2..]) : null;
                _closed = true;
            }
            await inner.WriteAsync(buffer, CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            await inner.FlushAsync(CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isFlooded)
            await Task.Delay(FloodPause, cancellationToken);
        var count = await inner.ReadAsync(buffer, cancellationToken);
        LastRead = Environment.TickCount64;
        if (_flood.IsExceededBy(buffer.Span[..count], LastRead))
            _isFlooded = true;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
