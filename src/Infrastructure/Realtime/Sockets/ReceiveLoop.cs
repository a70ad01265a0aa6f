using VideoChat.Application.Realtime;

namespace VideoChat.Infrastructure.Realtime.Sockets;

internal static class ReceiveLoop
{
    /// <summary>
    /// The delay per message that is dropped after the server's close frame, so that a flooding peer costs little CPU time.
    /// </summary>
    private static readonly TimeSpan DropDelay = TimeSpan.FromMilliseconds(1);

    // Reads messages until the peer sends its close frame or the connection ends, even after the server has sent its own close
    // frame.
    public static async Task RunAsync(
        UserConnection connection, FrameSocket socket, MessageReader reader, Func<ReadOnlyMemory<byte>, ValueTask> receive)
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
        catch (Exception exception) when (FrameSocket.IsConnectionLost(exception))
        {
            connection.EndWithoutCloseFrame();
        }
    }

    private static async ValueTask ReceiveAsync(
        UserConnection connection, ReadOnlyMemory<byte> text, Func<ReadOnlyMemory<byte>, ValueTask> receive)
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
