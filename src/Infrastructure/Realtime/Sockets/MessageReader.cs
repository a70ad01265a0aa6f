using System.Net.WebSockets;

namespace VideoChat.Infrastructure.Realtime.Sockets;

internal enum MessageRead
{
    /// <summary>A whole text message.</summary>
    Text,

    /// <summary>Part of a binary message.</summary>
    Binary,

    /// <summary>A text that is larger than allowed; the rest of it comes as messages that mean nothing.</summary>
    TooBig,

    /// <summary>The peer's close frame; nothing comes after it.</summary>
    Close,
}

/// <summary>Reads a socket message by message.</summary>
internal sealed class MessageReader(RoomSocket socket, PeerWatch watch, int maxBytes) : IDisposable
{
    private readonly ReceiveBuffer _message = new(maxBytes);

    /// <summary>The text that was read last; good until the next read.</summary>
    public ReadOnlyMemory<byte> Text => _message.Written;

    public async ValueTask<MessageRead> ReadAsync()
    {
        _message.Clear();
        // An idle socket holds no buffer: a receive of nothing ends when there is something to read. It may be all there is.
        var free = Memory<byte>.Empty;
        while (true)
        {
            watch.IsListening = true;
            var result = await socket.ReceiveAsync(free);
            watch.IsListening = false;

            if (result.MessageType == WebSocketMessageType.Close)
                return MessageRead.Close;
            // Taken, too: what is left would be what the next read finds, and each one behind it.
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
