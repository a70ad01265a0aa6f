using System.Net.Sockets;
using System.Text;

namespace VideoChat.LoadTests.Sockets;

/// <summary>The opening handshake of RFC 6455, §4, in as few bytes as possible.</summary>
internal static class Handshake
{
    /// <summary>Returns the number of bytes after the server's response, moved to the start of the buffer.</summary>
    public static async Task<int> RunAsync(Socket socket, Uri server, string path, byte[] buffer)
    {
        var request =
            $"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));

        var filled = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0)
                throw new MeasurementException("The server ended the connection in the handshake.");
            filled += read;
            var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
                return Finish(buffer, filled, end + 4);
            if (filled == buffer.Length)
                throw new MeasurementException("The server's handshake is longer than the buffer.");
        }
    }

    private static int Finish(byte[] buffer, int filled, int end)
    {
        if (!buffer.AsSpan().StartsWith("HTTP/1.1 101"u8))
            throw new MeasurementException("No WebSocket: " + Encoding.ASCII.GetString(buffer, 0, end).Split('\r')[0]);
        buffer.AsSpan(end, filled - end).CopyTo(buffer);
        return filled - end;
    }
}
