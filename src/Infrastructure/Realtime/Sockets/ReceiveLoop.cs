using VideoChat.Application.Realtime;

namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>Reads a connection's messages until either side closes the socket.</summary>
internal static class ReceiveLoop
{
    /// <summary>Delay before each message that is dropped after the server has closed, so that a flooding peer costs no CPU time.</summary>
    private static readonly TimeSpan DropDelay = TimeSpan.FromMilliseconds(1);

    // The loop continues after the server's close frame: otherwise the peer's close frame would never be read.
    public static async Task RunAsync(
        SocketConnection connection, RoomSocket socket, MessageReader reader, Func<ReadOnlyMemory<byte>, ValueTask> receive)
    {
        using var _ = reader;
        try
        {
            MessageRead read;
            while ((read = await reader.ReadAsync()) != MessageRead.Close)
            {
                if (read == MessageRead.Binary)
                    connection.Close(CloseCodes.UnsupportedData, "only text frames");
                else if (read == MessageRead.TooBig)
                    connection.Close(CloseCodes.MessageTooBig, "message too big");
                else if (!connection.IsClosing)
                    await ReceiveAsync(connection, reader.Text, receive);
                else
                    await Task.Delay(DropDelay);
            }
            connection.Close(socket.PeerCloseCode ?? CloseCodes.Normal, null);
        }
        catch (Exception exception) when (RoomSocket.IsConnectionLost(exception))
        {
            connection.EndWithoutCloseFrame();
        }
    }

    private static async ValueTask ReceiveAsync(
        SocketConnection connection, ReadOnlyMemory<byte> text, Func<ReadOnlyMemory<byte>, ValueTask> receive)
    {
        try
        {
            await receive(text);
        }
        catch (Exception exception)
        {
            connection.Fail(exception);
        }
    }
}
