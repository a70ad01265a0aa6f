using System.IO.Pipelines;
using System.Net.WebSockets;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>
/// A WebSocket and its underlying stream. The framework's <see cref="WebSocket"/> receives data, answers pings and closes the connection.
/// Data frames are written directly to the stream, because they are serialized once for all connections of a room.
/// </summary>
public sealed class RoomSocket : IDisposable
{
    /// <summary>How long the server waits for the peer's close frame.</summary>
    internal static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly WebSocketStream _stream;
    private readonly Lock _disposing = new();
    private WebSocket? _webSocket;
    private bool _isDisposed;

    internal RoomSocket(
        Stream inner, Action abort, PipeWriter? transport = null, ControlFrameLimit? controlFrames = null) =>
        _stream = new WebSocketStream(inner, abort, transport, controlFrames);

    /// <summary>The stream on which the caller creates the WebSocket.</summary>
    public Stream Stream => _stream;

    /// <summary>Whether sending the close frame has begun.</summary>
    public bool HasSentClose => _stream.HasSentClose;

    /// <summary>The time at which the peer last sent data or a pong, as a value of <see cref="Environment.TickCount64"/>.</summary>
    internal long LastRead => _stream.LastRead;

    /// <summary>The time at which the transport last accepted a write, as a value of <see cref="Environment.TickCount64"/>.</summary>
    internal long LastWritten => _stream.LastWritten;

    internal bool IsFlooded => _stream.IsFlooded;

    /// <summary>The close code that the peer sent; null if it sent none.</summary>
    internal int? PeerCloseCode => (int?)WebSocket.CloseStatus;

    /// <summary>The close code that the server or the framework sent; null if none was sent.</summary>
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

    /// <summary>Writes complete frames. Waits while the peer does not read.</summary>
    internal ValueTask WriteAsync(ReadOnlyMemory<byte> frames) => _stream.WriteFramesAsync(frames);

    internal async Task CloseAsync(int code, string? reason)
    {
        if (WebSocket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await WebSocket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None);
    }

    /// <summary>Closes a socket that was not admitted.</summary>
    /// <param name="code">The close code.</param>
    /// <param name="reason">The reason in the close frame.</param>
    /// <param name="waitsForPeer">
    /// Whether to give the peer two seconds to answer. Otherwise, a peer that has sent data may not receive the close frame.
    /// </param>
    /// <param name="clock">The time source.</param>
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
    /// Waits up to two seconds until the peer has read a close frame that the framework sent (1002 or 1007). The framework then aborts the
    /// WebSocket, and the connection would be reset before the peer has read the close frame.
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

    /// <summary>Aborts the connection, even during a write. The peer reports close code 1006.</summary>
    internal void Abort()
    {
        // After disposal, the server may reuse the connection for another request, which a late timer must not abort.
        lock (_disposing)
        {
            if (!_isDisposed)
                _stream.Abort();
        }
    }
}
