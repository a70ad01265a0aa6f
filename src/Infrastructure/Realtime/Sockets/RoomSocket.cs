using System.Net.WebSockets;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>
/// A WebSocket whose data frames are ours. <see cref="WebSocket"/> receives, answers pings and closes; frames that were
/// built once for a whole room go past it, straight to the stream below.
/// </summary>
public sealed class RoomSocket(WebSocket socket, SharedStream stream) : IDisposable
{
    /// <summary>How long a peer has to answer our close frame.</summary>
    public static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

    private readonly Lock _ending = new();
    private bool _disposed;

    /// <summary>When the peer was last heard, in <see cref="Environment.TickCount64"/> milliseconds; a pong counts.</summary>
    public long LastHeard => stream.LastRead;

    /// <summary>The peer sends more control frames than it may.</summary>
    public bool IsFlooded => stream.IsFlooded;

    /// <summary>When the transport last took a write, in the same clock.</summary>
    public long LastWritten => stream.LastWritten;

    /// <summary>The close code that the peer sent; null where it sent none.</summary>
    public int? PeerCloseCode => (int?)socket.CloseStatus;

    /// <summary>The close code that went out, also where the framework sent it by itself; null where none did.</summary>
    public int? SentCloseCode => stream.CloseCode;

    public ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer) =>
        socket.ReceiveAsync(buffer, CancellationToken.None);

    /// <summary>Writes whole frames. Ends when the transport has taken them, which waits while the peer does not read.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> frames) => stream.WriteFramesAsync(frames);

    /// <summary>Sends the close frame; nothing can be written after it.</summary>
    public async Task CloseAsync(int code, string? reason)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None);
    }

    /// <summary>
    /// Closes a socket that was never let in, and gives the peer two seconds to answer; or none, and then a peer that has sent
    /// something meanwhile may miss the close frame.
    /// </summary>
    public async Task TurnAwayAsync(int code, string reason, bool isAwaited, TimeProvider clock)
    {
        using var patience = new CancellationTokenSource(AnswerPatience, clock);
        try
        {
            await CloseAsync(code, reason);
            if (!isAwaited)
                return;
            var buffer = new byte[1_024];
            while ((await socket.ReceiveAsync(buffer.AsMemory(), patience.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException)
        {
            Abort();
        }
    }

    /// <summary>
    /// Gives the peer two seconds to read a close frame that the framework sent by itself (1002, 1007): it takes the socket
    /// for aborted then, and a connection that ends before the peer does is reset, close frame and all.
    /// </summary>
    public async Task LingerAsync(TimeProvider clock)
    {
        if (socket.State != WebSocketState.Aborted || !stream.IsClosed)
            return;
        using var patience = new CancellationTokenSource(AnswerPatience, clock);
        try
        {
            await stream.DrainAsync(patience.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            Abort();
        }
    }

    /// <summary>Cuts the connection, also under a write that hangs; the peer sees 1006.</summary>
    public void Abort()
    {
        // A timer may come late, when the request is over and its place is another's.
        lock (_ending)
        {
            if (!_disposed)
                stream.Cut();
        }
    }

    public void Dispose()
    {
        lock (_ending)
            _disposed = true;
        socket.Dispose();
    }
}
