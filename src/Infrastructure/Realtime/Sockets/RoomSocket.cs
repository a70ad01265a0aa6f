using System.IO.Pipelines;
using System.Net.WebSockets;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>
/// A WebSocket and the stream below it. The framework's <see cref="WebSocket"/> receives, answers pings and closes; data frames bypass it
/// and go straight to the stream, because they are built once for a whole room.
/// </summary>
public sealed class RoomSocket : IDisposable
{
    /// <summary>How long a peer may take to answer the close frame.</summary>
    internal static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly WebSocketStream _stream;
    private readonly Lock _disposing = new();
    private WebSocket? _webSocket;
    private bool _isDisposed;

    internal RoomSocket(
        Stream inner, Action abort, PipeWriter? transport = null, ControlFrameLimit? controlFrames = null) =>
        _stream = new WebSocketStream(inner, abort, transport, controlFrames);

    /// <summary>The stream to create the WebSocket on.</summary>
    public Stream Stream => _stream;

    /// <summary>Whether the close frame has been sent or is being sent.</summary>
    public bool HasSentClose => _stream.HasSentClose;

    /// <summary>When the peer last sent anything, pongs included, in <see cref="Environment.TickCount64"/> milliseconds.</summary>
    internal long LastRead => _stream.LastRead;

    /// <summary>When the transport last accepted a write, in the same clock.</summary>
    internal long LastWritten => _stream.LastWritten;

    internal bool IsFlooded => _stream.IsFlooded;

    /// <summary>The close code the peer sent, if any.</summary>
    internal int? PeerCloseCode => (int?)WebSocket.CloseStatus;

    /// <summary>The close code that was sent, by the server or by the framework; null if none.</summary>
    internal int? SentCloseCode => _stream.SentCloseCode;

    private WebSocket WebSocket => _webSocket ?? throw new InvalidOperationException("The WebSocket has not been accepted.");

    /// <summary>Sets the WebSocket that was created on <see cref="Stream"/>.</summary>
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

    /// <summary>Writes whole frames; waits while the peer does not read.</summary>
    internal ValueTask WriteAsync(ReadOnlyMemory<byte> frames) => _stream.WriteFramesAsync(frames);

    /// <summary>Sends the close frame; nothing can be written after it.</summary>
    internal async Task CloseAsync(int code, string? reason)
    {
        if (WebSocket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await WebSocket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None);
    }

    /// <summary>Closes a socket that was not admitted.</summary>
    /// <param name="code">The close code.</param>
    /// <param name="reason">The reason in the close frame.</param>
    /// <param name="waitsForPeer">
    /// Whether the peer gets two seconds to answer. Without them, a peer that has sent data may miss the close frame.
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
    /// Gives the peer two seconds to read a close frame of the framework (1002, 1007). The framework considers the socket aborted then,
    /// and a connection that the server ends first is reset, close frame included.
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

    /// <summary>Aborts the connection, even during a write; the peer sees 1006.</summary>
    internal void Abort()
    {
        // A late timer must not abort the next request on the same connection.
        lock (_disposing)
        {
            if (!_isDisposed)
                _stream.Abort();
        }
    }
}
