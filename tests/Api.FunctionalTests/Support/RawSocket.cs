using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>
/// A WebSocket directly over TCP, for behavior that no library offers: to stay silent, not to read, not to answer pings, and
/// to send invalid bytes.
/// </summary>
internal sealed class RawSocket : IDisposable
{
    public const byte Text = 0x81;
    public const byte Close = 0x88;
    public const byte Ping = 0x89;
    public const byte Pong = 0x8A;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(40);

    private readonly TcpClient _tcp;

    private readonly BufferedStream _incoming;

    private RawSocket(TcpClient tcp)
    {
        _tcp = tcp;
        _incoming = new BufferedStream(tcp.GetStream());
    }

    public NetworkStream Stream => _tcp.GetStream();

    /// <summary>Connects and completes the handshake. The stream then contains only frames.</summary>
    /// <param name="api">The server.</param>
    /// <param name="roomId">The room.</param>
    /// <param name="userId">The user.</param>
    /// <param name="query">The query after the path.</param>
    /// <param name="early">Bytes that are sent directly after the handshake, before its response.</param>
    /// <param name="receiveBuffer">The size of the kernel's receive buffer; with a small one the peer is slow sooner.</param>
    /// <param name="upgrade">The value of the <c>Upgrade</c> header.</param>
    /// <param name="headers">Additional header lines of the handshake.</param>
    public static async Task<RawSocket> OpenAsync(
        ApiServer api, Guid roomId, Guid userId, string query = "", byte[]? early = null, int? receiveBuffer = null,
        string upgrade = "websocket", string headers = "")
    {
        var socket = await StartHandshakeAsync(api, roomId, userId, query, early, receiveBuffer, upgrade, headers);
        await socket.ReadHandshakeAsync();
        return socket;
    }

    /// <summary>Connects and sends the handshake without waiting for the response.</summary>
    public static async Task<RawSocket> StartHandshakeAsync(
        ApiServer api, Guid roomId, Guid userId, string query = "", byte[]? early = null, int? receiveBuffer = null,
        string upgrade = "websocket", string headers = "")
    {
        var tcp = new TcpClient();
        if (receiveBuffer is { } size)
            tcp.ReceiveBufferSize = size;
        await tcp.ConnectAsync(api.Address.Host, api.Address.Port);
        var socket = new RawSocket(tcp);
        var request =
            $"GET /ws/{roomId}/{userId}{query} HTTP/1.1\r\nHost: {api.Address.Authority}\r\nUpgrade: {upgrade}\r\n"
            + $"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n";
        await socket.Stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(request), .. early ?? []]);
        return socket;
    }

    /// <summary>Sends one frame with the given first byte (FIN and opcode), masked with zeros.</summary>
    public async Task SendAsync(byte firstByte, byte[] payload) => await Stream.WriteAsync(Frame(firstByte, payload));

    public Task SendTextAsync(string text) => SendAsync(Text, Encoding.UTF8.GetBytes(text));

    /// <summary>Returns the bytes of a frame.</summary>
    public static byte[] Frame(byte firstByte, byte[] payload)
    {
        using var frame = new MemoryStream();
        frame.WriteByte(firstByte);
        if (payload.Length < 126)
        {
            frame.WriteByte((byte)(0x80 | payload.Length));
        }
        else
        {
            frame.WriteByte(0x80 | 126);
            var length = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)payload.Length);
            frame.Write(length);
        }
        frame.Write(new byte[4]);
        frame.Write(payload);
        return frame.ToArray();
    }

    /// <summary>Returns the next frame with an opcode and skips others before it.</summary>
    public async Task<byte[]> ReceiveAsync(int opcode)
    {
        using var giveUp = new CancellationTokenSource(Timeout);
        while (await ReceiveAsync(giveUp.Token) is { } frame)
        {
            if (frame.Opcode == opcode)
                return frame.Payload;
        }
        throw new InvalidOperationException("The stream has ended.");
    }

    /// <summary>Reads to the end of the stream. Returns the code of the last close frame, or 1006 if there was none.</summary>
    public async Task<int> ReadToEndAsync()
    {
        using var giveUp = new CancellationTokenSource(Timeout);
        try
        {
            while (await ReceiveAsync(giveUp.Token) is { } frame)
            {
                if (frame.Opcode == 8)
                    return frame.Payload.Length < 2 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(frame.Payload);
            }
        }
        catch (IOException)
        {
            // The connection was reset, or ended within a frame.
        }
        return 1006;
    }

    /// <summary>Returns the next frame's opcode and payload, or null at the end of the stream.</summary>
    public async Task<(int Opcode, byte[] Payload)?> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        var header = new byte[2];
        if (await _incoming.ReadAtLeastAsync(header, 2, throwOnEndOfStream: false, cancellationToken) < 2)
            return null;
        long length = header[1] & 0x7F;
        if (length >= 126)
        {
            var extended = new byte[length == 126 ? 2 : 8];
            await _incoming.ReadExactlyAsync(extended, cancellationToken);
            length = length == 126
                ? BinaryPrimitives.ReadUInt16BigEndian(extended)
                : BinaryPrimitives.ReadInt64BigEndian(extended);
        }
        var payload = new byte[length];
        await _incoming.ReadExactlyAsync(payload, cancellationToken);
        return (header[0] & 0x0F, payload);
    }

    /// <summary>Ends the connection with a TCP reset.</summary>
    public void Reset() => _tcp.Client.Close(0);

    public void Dispose() => _tcp.Dispose();

    private async Task ReadHandshakeAsync()
    {
        var response = new StringBuilder();
        var buffer = new byte[1];
        while (!response.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _incoming.ReadExactlyAsync(buffer);
            response.Append((char)buffer[0]);
        }
        if (!response.ToString().StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
            throw new InvalidOperationException(response.ToString());
    }
}
