using System.Security.Cryptography;

namespace VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

internal sealed class RtmpConnection(Stream stream)
{
    private const string App = "live";

    private const byte Version = 3;
    private const int HandshakeLength = 1_536;

    /// <summary>The maximum number of bytes before the publish command. Encoders send two or three kilobytes.</summary>
    private const int MaxBytesBeforePublish = 64 * 1_024;

    /// <summary>The maximum size of incomplete messages while publishing: about ten key frames at the highest bit rates.</summary>
    private const int MaxBufferedOnAir = 8 * 1_024 * 1_024;

    private const uint AcknowledgeEvery = 1_000_000;

    private readonly ChunkReader _chunks = new();
    private readonly RtmpWriter _writer = new();
    private readonly byte[] _buffer = new byte[64 * 1_024];
    private int _start;
    private int _end;
    private long _received;
    private long _acknowledged;
    private bool _isOnAir;

    public async Task<string> ReadPublishAsync(CancellationToken cancellationToken)
    {
        await ShakeHandsAsync(cancellationToken);
        var isConnected = false;
        while (await ReadAsync(cancellationToken) is { } message)
        {
            if (message.Type is RtmpMessageType.Audio or RtmpMessageType.Video or RtmpMessageType.Data)
                throw new RtmpException("The encoder sent media before the publish command was accepted.");
            if (message.Type is not (RtmpMessageType.Command or RtmpMessageType.Amf3Command))
                continue;

            var command = RtmpCommand.Read(message);
            if (command.Name == "connect")
            {
                if (isConnected || WithoutQuery(command.App)?.TrimEnd('/') != App)
                    throw new RtmpException("The encoder requested an unknown application.");
                isConnected = true;
                _writer.AcceptConnect(command.Transaction);
            }
            else if (!isConnected)
            {
                throw new RtmpException("The encoder sent a command before the connect command.");
            }
            else if (command.Name == "publish")
            {
                return WithoutQuery(command.StreamName)!;
            }
            else if (command.Name == "createStream")
            {
                _writer.AnswerCreateStream(command.Transaction);
            }
            else if (command.Transaction > 0)
            {
                _writer.Answer(command.Transaction);
            }
            await FlushAsync(cancellationToken);
        }
        throw new RtmpException("The encoder disconnected before the publish command.");
    }

    public Task AcceptAsync(CancellationToken cancellationToken)
    {
        _isOnAir = true;
        _chunks.MaxBuffered = MaxBufferedOnAir;
        _writer.AcceptPublish();
        return FlushAsync(cancellationToken);
    }

    public Task RefuseNameAsync(string why, CancellationToken cancellationToken) =>
        RefuseAsync("NetStream.Publish.BadName", why, cancellationToken);

    public Task RejectAsync(string why, CancellationToken cancellationToken) =>
        RefuseAsync("NetStream.Publish.Rejected", why, cancellationToken);

    // Reads until the encoder closes the connection. If the server closed it with unread data, it would be reset and the rejection
    // could be lost.
    public async Task WaitForCloseAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await stream.ReadAsync(_buffer, cancellationToken) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The encoder closed the connection, or the time limit has passed.
        }
    }

    /// <summary>Returns the next message, or null if the encoder has disconnected.</summary>
    public async ValueTask<RtmpMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var isWhole = _chunks.TryRead(_buffer.AsSpan(_start, _end - _start), out var consumed, out var message);
            _start += consumed;
            if (isWhole)
                return message;
            if (await ReceiveAsync(cancellationToken) == 0)
                return null;
        }
    }

    // Removes the parameters that encoders may append to a name, as in a URL.
    private static string? WithoutQuery(string? name) => name?.Split('?')[0];

    private Task RefuseAsync(string code, string why, CancellationToken cancellationToken)
    {
        _writer.RefusePublish(code, why);
        return FlushAsync(cancellationToken);
    }

    private async Task ShakeHandsAsync(CancellationToken cancellationToken)
    {
        var hello = new byte[1 + HandshakeLength];
        await stream.ReadExactlyAsync(hello.AsMemory(0, 1), cancellationToken);
        if (hello[0] != Version)
            throw new RtmpException("The peer does not speak RTMP.");
        await stream.ReadExactlyAsync(hello.AsMemory(1), cancellationToken);

        // S0 is the version; S1 is the time, zero and random bytes; S2 is the echo of C1.
        var answer = new byte[1 + HandshakeLength + HandshakeLength];
        answer[0] = Version;
        RandomNumberGenerator.Fill(answer.AsSpan(9, HandshakeLength - 8));
        hello.AsSpan(1).CopyTo(answer.AsSpan(1 + HandshakeLength));
        await stream.WriteAsync(answer, cancellationToken);

        // C2 should be the echo of S1. It is not checked, because old encoders send it incorrectly.
        await stream.ReadExactlyAsync(hello.AsMemory(1), cancellationToken);
    }

    private async ValueTask<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);

        var received = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += received;
        _received += received;
        if (!_isOnAir && _received > MaxBytesBeforePublish)
            throw new RtmpException("The encoder sent too much data before the publish command.");
        if (_received - _acknowledged >= AcknowledgeEvery)
        {
            _acknowledged = _received;
            _writer.Acknowledge(unchecked((uint)_received));
            await FlushAsync(cancellationToken);
        }
        return received;
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_writer.Written, cancellationToken);
        _writer.Clear();
    }
}
