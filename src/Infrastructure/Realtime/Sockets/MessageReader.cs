using System.Net.WebSockets;

namespace VideoChat.Infrastructure.Realtime.Sockets;

internal enum MessageRead
{
    Text,
    Binary,

    /// <summary>A text message over the size limit. Later reads return the rest of the message.</summary>
    TooBig,

    Close,
}

internal sealed class MessageReader(FrameSocket socket, KeepAlive keepAlive, int maxBytes) : IDisposable
{
    private readonly ReceiveBuffer _message = new(maxBytes);

    public ReadOnlyMemory<byte> Text => _message.Written;

    public async ValueTask<MessageRead> ReadAsync()
    {
        _message.Clear();
        // The first receive has a zero-byte buffer. The receive completes when data arrives, so an idle socket holds no buffer.
        var free = Memory<byte>.Empty;
        while (true)
        {
            keepAlive.IsReceiving = true;
            var result = await socket.ReceiveAsync(free);
            keepAlive.IsReceiving = false;

            if (result.MessageType == WebSocketMessageType.Close)
                return MessageRead.Close;
            // A zero-byte receive does not consume data. Binary data is reported only after the next receive, because otherwise the
            // next read would return it again.
            if (result.MessageType == WebSocketMessageType.Binary && (result.EndOfMessage || !free.IsEmpty))
                return MessageRead.Binary;
            if (!_message.TryAdvance(result.Count))
                return MessageRead.TooBig;
            if (result.EndOfMessage)
                return MessageRead.Text;
            free = _message.Free;
        }
    }

    public void Dispose() => _message.Dispose();
}
