using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using VideoChat.Api.FunctionalTests.Support.Contracts;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>A client's socket in a room. It queues every received frame until the test takes it.</summary>
internal sealed class RoomClient : IAsyncDisposable
{
    private static readonly TimeSpan ReceiveTimeout = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonElement> _frames = Channel.CreateUnbounded<JsonElement>();
    private readonly FrameSample _contract = new();
    private Task _reading = Task.CompletedTask;

    private RoomClient()
    {
        // The client's automatic keep-alive is off, because it would send frames in tests of a silent client.
        _socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
    }

    public WebSocketState State => _socket.State;

    /// <summary>Opens a socket. The first frame that it receives is its own <c>user_joined</c>.</summary>
    public static async Task<RoomClient> OpenAsync(
        ApiServer api, object roomId, object userId, object? after = null, string? origin = null,
        params (string Name, string Value)[] headers)
    {
        var client = new RoomClient();
        if (origin is not null)
            client._socket.Options.SetRequestHeader("Origin", origin);
        foreach (var (name, value) in headers)
            client._socket.Options.SetRequestHeader(name, value);
        var query = after is null ? "" : $"?after={after}";
        await client._socket.ConnectAsync(
            new Uri($"ws://{api.Address.Authority}/ws/{roomId}/{userId}{query}"), CancellationToken.None).WaitAsync(ReceiveTimeout);
        client._reading = client.ReadAllAsync();
        return client;
    }

    /// <summary>Opens a socket and takes its own <c>user_joined</c>. The client is then in the room.</summary>
    public static async Task<RoomClient> JoinAsync(
        ApiServer api, Guid roomId, TestUser user, object? after = null, params (string Name, string Value)[] headers)
    {
        var client = await OpenAsync(api, roomId, user.Id, after, headers: headers);
        await client.ReceiveAsync("user_joined");
        return client;
    }

    public async Task<JsonElement> ReceiveAsync()
    {
        using var giveUp = new CancellationTokenSource(ReceiveTimeout);
        try
        {
            return await _frames.Reader.ReadAsync(giveUp.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("No frame came.");
        }
        catch (ChannelClosedException)
        {
            if (_reading.IsFaulted)
                await _reading; // throws the violation of the contract, if there is one
            throw new InvalidOperationException($"The socket was closed with {CloseCode} and no frame is left.");
        }
    }

    /// <summary>Returns the next frame of a type and skips others before it.</summary>
    public async Task<JsonElement> ReceiveAsync(string type)
    {
        while (true)
        {
            var frame = await ReceiveAsync();
            if (frame.GetProperty("type").GetString() == type)
                return frame;
        }
    }

    public async Task<List<JsonElement>> ReceiveManyAsync(int count)
    {
        var frames = new List<JsonElement>(count);
        while (frames.Count < count)
            frames.Add(await ReceiveAsync());
        return frames;
    }

    /// <summary>Returns the frames of a type up to the first one for which the condition holds.</summary>
    public async Task<List<JsonElement>> ReceiveUntilAsync(string type, Func<JsonElement, bool> isLast)
    {
        var frames = new List<JsonElement>();
        do
            frames.Add(await ReceiveAsync(type));
        while (!isLast(frames[^1]));
        return frames;
    }

    /// <summary>
    /// Sends a ping and returns all frames before its response. The server sent these frames before it handled the ping.
    /// </summary>
    public async Task<List<JsonElement>> DrainAsync()
    {
        await SendAsync(new { type = "ping" });
        var frames = new List<JsonElement>();
        while (true)
        {
            var frame = await ReceiveAsync();
            if (frame.GetProperty("type").GetString() == "pong")
                return frames;
            frames.Add(frame);
        }
    }

    /// <summary>Takes the frames that are already received.</summary>
    public IEnumerable<JsonElement> TakeReceived()
    {
        while (_frames.Reader.TryRead(out var frame))
            yield return frame;
    }

    /// <summary>Checks a valid frame against the document and sends it.</summary>
    public Task SendAsync(object frame)
    {
        var text = JsonSerializer.Serialize(frame);
        _contract.CheckSent(text);
        return SendTextAsync(text);
    }

    /// <summary>Sends a text, which may be invalid.</summary>
    public Task SendTextAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Sends a fragment of a text message.</summary>
    public Task SendPartAsync(byte[] bytes, bool isLast) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Text, isLast, CancellationToken.None);

    public Task SendBinaryAsync(byte[] bytes, bool isLast = true) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Binary, isLast, CancellationToken.None);

    public Task SayAsync(string content, string? clientId = null) =>
        SendAsync(clientId is null ? new { content } : new { content, client_id = clientId });

    /// <summary>Sends messages until all are sent or the server closes the socket.</summary>
    public async Task FloodAsync(int count)
    {
        try
        {
            for (var i = 0; i < count; i++)
                await SayAsync($"m{i}");
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The socket was closed or aborted.
        }
    }

    /// <summary>Waits until the server closes the socket. The code is 1006 if the server sent no close frame.</summary>
    public async Task<(int Code, string? Reason)> WaitForCloseAsync(TimeSpan? timeout = null)
    {
        await _reading.WaitAsync(timeout ?? ReceiveTimeout);
        return (CloseCode, _socket.CloseStatusDescription);
    }

    public int CloseCode => (int?)_socket.CloseStatus ?? 1006;

    /// <summary>Sends a close frame and waits for the server's response.</summary>
    public async Task CloseAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await _reading.WaitAsync(ReceiveTimeout);
    }

    /// <summary>Aborts the connection without a close frame.</summary>
    public void Abort() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAllAsync()
    {
        var buffer = new byte[64 * 1_024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                    break;
                message.Write(buffer, 0, result.Count);
                if (!result.EndOfMessage)
                    continue;
                var frame = JsonSerializer.Deserialize<JsonElement>(message.ToArray());
                _contract.CheckReceived(frame);
                _frames.Writer.TryWrite(frame);
                message.SetLength(0);
            }
            FrameContract.CheckClose(CloseCode);
            if (_socket.State == WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(_socket.CloseStatus!.Value, null, CancellationToken.None);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The connection was aborted, so the close code stays 1006.
        }
        finally
        {
            _frames.Writer.Complete();
        }
    }
}
