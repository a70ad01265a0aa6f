using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Rtmp;

/// <summary>A hand-written encoder. It can send invalid streams, and sends faster than real time.</summary>
internal sealed class RtmpPublisher : IDisposable
{
    private const int ChunkSize = 60_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly TcpClient _client = new();
    private readonly ChunkReader _reader = new();
    private readonly byte[] _buffer = new byte[16_384];
    private byte[] _held = [];

    private Stream Stream => _client.GetStream();

    /// <summary>Connects and publishes. Returns the publisher and the server's answer.</summary>
    public static async Task<(RtmpPublisher Publisher, RtmpStatus Answer)> PublishAsync(
        IPEndPoint endPoint, string name, string app = "live")
    {
        var publisher = new RtmpPublisher();
        await publisher._client.ConnectAsync(endPoint);
        await publisher.Stream.WriteAsync((byte[])[3, .. new byte[1_536]]);
        await publisher.Stream.ReadExactlyAsync(new byte[1 + 2 * 1_536]).AsTask().WaitAsync(Timeout);
        await publisher.Stream.WriteAsync(new byte[1_536]);
        await publisher.Stream.WriteAsync(Chunks.SetChunkSize(ChunkSize));
        await publisher.SendAsync(RtmpMessageType.Command, 0, [.. String("connect"), .. Number(1), 3, .. Member("app", app), 0, 0, 9]);
        await publisher.SendAsync(RtmpMessageType.Command, 0, [.. String("createStream"), .. Number(2), 5]);
        await publisher.SendAsync(RtmpMessageType.Command, 0, [.. String("publish"), .. Number(0), 5, .. String(name), .. String("live")]);
        return (publisher, (await publisher.ReadStatusAsync())!);
    }

    public async Task SendAsync(byte type, uint timestamp, byte[] payload) =>
        await Stream.WriteAsync(Chunks.Of(payload, ChunkSize, 4, timestamp, type)).AsTask().WaitAsync(Timeout);

    /// <summary>Sends a film, with timestamps mapped by <paramref name="at"/>.</summary>
    public async Task SendAsync(IEnumerable<FilmTag> film, Func<uint, uint> at)
    {
        foreach (var tag in film)
            await SendAsync(tag.Type, at(tag.Time), tag.Payload);
    }

    /// <summary>Returns the server's next onStatus, or null if it closes the connection without one.</summary>
    public async Task<RtmpStatus?> ReadStatusAsync()
    {
        while (true)
        {
            while (_reader.TryRead(_held, out var consumed, out var message))
            {
                _held = _held[consumed..];
                if (message.Type == RtmpMessageType.Command && RtmpStatus.Read(message.Payload.Span) is { } status)
                    return status;
            }
            var count = await Stream.ReadAsync(_buffer).AsTask().WaitAsync(Timeout);
            if (count == 0)
                return null;
            _held = [.. _held, .. _buffer[..count]];
        }
    }

    /// <summary>Ends the stream and waits until the server has read everything.</summary>
    public async Task FinishAsync()
    {
        await SendAsync(RtmpMessageType.Command, 0, [.. String("deleteStream"), .. Number(3), 5, .. Number(1)]);
        while (await Stream.ReadAsync(_buffer).AsTask().WaitAsync(Timeout) > 0)
        {
        }
    }

    public void Dispose() => _client.Dispose();

    private static byte[] String(string text) => [2, 0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Member(string name, string text) => [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. String(text)];

    private static byte[] Number(double value)
    {
        var bytes = new byte[9];
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(1), value);
        return bytes;
    }
}

internal sealed record RtmpStatus(string Level, string Code, string Description)
{
    public static RtmpStatus? Read(ReadOnlySpan<byte> payload)
    {
        var reader = new Amf0Reader(payload);
        if (reader.ReadString() != "onStatus")
            return null;
        return new RtmpStatus(Text(payload, "level"), Text(payload, "code"), Text(payload, "description"));
    }

    private static string Text(ReadOnlySpan<byte> payload, string member)
    {
        var reader = new Amf0Reader(payload);
        reader.Skip();
        reader.Skip();
        reader.Skip();
        return reader.ReadObjectString(member) ?? "";
    }
}
