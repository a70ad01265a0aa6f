using System.IO.Pipelines;
using System.Net.WebSockets;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>
/// A WebSocket and its stream. The server's text frames and pings are written to the stream directly, because all connections of a
/// room share their bytes.
/// </summary>
public sealed class FrameSocket : IDisposable
{
    internal static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly WebSocketStream _stream;
    private readonly Lock _disposing = new();
    private WebSocket? _webSocket;
    private bool _isDisposed;

    internal FrameSocket(
        Stream inner, Action abort, PipeWriter? transport = null, ControlFrameLimit? controlFrames = null) =>
        _stream = new WebSocketStream(inner, abort, transport, controlFrames);

    public Stream Stream => _stream;

    /// <summary>Indicates whether the close frame was sent or is being sent.</summary>
    public bool HasSentClose => _stream.HasSentClose;

    internal long LastRead => _stream.LastRead;

    internal long LastWritten => _stream.LastWritten;

    internal bool IsFlooded => _stream.IsFlooded;

    internal int? PeerCloseCode => (int?)WebSocket.CloseStatus;

    internal int? SentCloseCode => _stream.SentCloseCode;

    private WebSocket WebSocket => _webSocket ?? throw new InvalidOperationException("The WebSocket has not been accepted.");

    public void Attach(WebSocket webSocket) => _webSocket = webSocket;

    public void Dispose()
    {
        lock (_disposing)
            _isDisposed = true;
        _webSocket?.Dispose();
    }

    internal static bool IsConnectionLost(Exception exception) => exception
        is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;

    internal ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer) =>
        WebSocket.ReceiveAsync(buffer, CancellationToken.None);

    internal ValueTask WriteAsync(ReadOnlyMemory<byte> frames) => _stream.WriteFramesAsync(frames);

    internal async Task CloseAsync(int code, string? reason)
    {
        if (WebSocket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await WebSocket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None);
    }

    /// <summary>Closes a socket that was not admitted.</summary>
    /// <param name="waitsForPeer">
    /// True to give the peer two seconds to answer the close frame. If false, a peer that is sending data may not receive that
    /// frame.
    /// </param>
    internal async Task RejectAsync(int code, string reason, bool waitsForPeer, TimeProvider clock)
    {
        using var timeout = new CancellationTokenSource(CloseTimeout, clock);
        try
        {
            await CloseAsync(code, reason);
            if (!waitsForPeer)
                return;
            var buffer = new byte[1_024];
            while ((await WebSocket.ReceiveAsync(buffer.AsMemory(), timeout.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            Abort();
        }
    }

    /// <summary>
    /// Waits until the peer has read a close frame of the framework (1002, 1007), because a reset could destroy the unread frame.
    /// </summary>
    internal async Task DrainAsync(TimeProvider clock)
    {
        if (WebSocket.State != WebSocketState.Aborted || !_stream.HasSentClose)
            return;
        using var timeout = new CancellationTokenSource(CloseTimeout, clock);
        try
        {
            await _stream.DrainAsync(timeout.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            Abort();
        }
    }

    internal void Abort()
    {
        // A late timer must not abort the connection, because the server may have reused it for another request.
        lock (_disposing)
        {
            if (!_isDisposed)
                _stream.Abort();
        }
    }
}
