using System.Buffers.Binary;
using System.IO.Pipelines;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>
/// The stream below a WebSocket. The framework writes pongs and the close frame to it, and the server writes text frames and pings.
/// A lock prevents frames from interleaving.
/// </summary>
/// <param name="abort">Aborts the connection, even during a write.</param>
/// <param name="transport">
/// The output pipe of the connection for the server's frames; null if only the stream is available (HTTP/2).
/// </param>
/// <param name="controlFrames">The limit for control frames; null for no limit.</param>
internal sealed class WebSocketStream(
    Stream inner, Action abort, PipeWriter? transport = null, ControlFrameLimit? controlFrames = null) : Stream
{
    private const int CloseFrame = 0x88;

    private static readonly TimeSpan FloodDelay = TimeSpan.FromMilliseconds(100), DrainDelay = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile bool _isFlooded;
    private volatile bool _hasSentClose;

    public bool HasSentClose => _hasSentClose;

    public int? SentCloseCode { get; private set; }

    /// <summary>
    /// Indicates whether the peer has sent too many control frames. The socket is then read slowly, to slow down the peer.
    /// </summary>
    public bool IsFlooded => _isFlooded;

    public long LastRead { get; private set; } = Environment.TickCount64;

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

    public void Abort() => abort();

    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4_096];
        while (await inner.ReadAsync(buffer, cancellationToken) > 0)
            await Task.Delay(DrainDelay, cancellationToken);
    }

    /// <summary>Writes the server's text frames and pings. Drops them if the close frame was sent.</summary>
    public async ValueTask WriteFramesAsync(ReadOnlyMemory<byte> frames)
    {
        // Neither the wait nor the write can be cancelled, because a partial frame would corrupt the connection.
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            if (!_hasSentClose)
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
            throw new IOException("The connection has ended.");
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            // The framework writes each frame in one call, so the first byte identifies the close frame.
            if (buffer.Length > 0 && buffer.Span[0] == CloseFrame)
            {
                // Byte 1 is the length of the payload. A payload with a close code has at least two bytes.
                SentCloseCode = buffer.Length >= 4 ? BinaryPrimitives.ReadUInt16BigEndian(buffer.Span[2..]) : null;
                _hasSentClose = true;
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
            await Task.Delay(FloodDelay, cancellationToken);
        var count = await inner.ReadAsync(buffer, cancellationToken);
        LastRead = Environment.TickCount64;
        if (controlFrames?.TryTake(buffer.Span[..count]) == false)
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
