using System.Net.WebSockets;

namespace VideoChat.Infrastructure.Realtime.Sockets;

internal enum MessageRead
{
    Text,
    Binary,

    /// <summary>A text message over the size limit. Its remaining bytes follow as further reads.</summary>
    TooBig,

    /// <summary>The peer's close frame; nothing follows it.</summary>
    Close,
}

internal sealed class MessageReader(RoomSocket socket, KeepAlive keepAlive, int maxBytes) : IDisposable
{
    private readonly ReceiveBuffer _message = new(maxBytes);

    /// <summary>The last text message; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Text => _message.Written;

    public async ValueTask<MessageRead> ReadAsync()
    {
        _message.Clear();
        // A zero-byte receive completes when data arrives, so an idle socket holds no buffer. It may also return an empty message.
        var free = Memory<byte>.Empty;
        while (true)
        {
            keepAlive.IsReceiving = true;
            var result = await socket.ReceiveAsync(free);
            keepAlive.IsReceiving = false;

            if (result.MessageType == WebSocketMessageType.Close)
                return MessageRead.Close;
            // The binary data must be consumed too, or every later read would find it again.
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
