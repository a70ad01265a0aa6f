using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using VideoChat.Api.FunctionalTests.Support.Contracts;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>One socket in a room, as a client has it: every frame that comes is kept in order until it is asked for.</summary>
internal sealed class RoomClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonElement> _frames = Channel.CreateUnbounded<JsonElement>();
    private readonly FrameSample _contract = new();
    private Task _reading = Task.CompletedTask;

    private RoomClient()
    {
        // The client's own keep-alive would answer for a test that says nothing.
        _socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
    }

    public WebSocketState State => _socket.State;

    /// <summary>Opens a socket; the server's own <c>user_joined</c> is the first frame to come.</summary>
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
            new Uri($"ws://{api.Address.Authority}/ws/{roomId}/{userId}{query}"), CancellationToken.None).WaitAsync(Patience);
        client._reading = client.ReadAllAsync();
        return client;
    }

    /// <summary>Opens a socket and takes its own <c>user_joined</c>: from then on it is in the room.</summary>
    public static async Task<RoomClient> JoinAsync(
        ApiServer api, Guid roomId, TestUser user, object? after = null, params (string Name, string Value)[] headers)
    {
        var client = await OpenAsync(api, roomId, user.Id, after, headers: headers);
        await client.ReceiveAsync("user_joined");
        return client;
    }

    /// <summary>The next frame, whatever it is.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        using var giveUp = new CancellationTokenSource(Patience);
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
                await _reading; // says what broke the contract
            throw new InvalidOperationException($"The socket was closed with {CloseCode} and no frame is left.");
        }
    }

    /// <summary>The next frame of a type; others before it are passed over.</summary>
    public async Task<JsonElement> ReceiveAsync(string type)
    {
        while (true)
        {
            var frame = await ReceiveAsync();
            if (frame.GetProperty("type").GetString() == type)
                return frame;
        }
    }

    /// <summary>So many frames, whatever they are.</summary>
    public async Task<List<JsonElement>> ReceiveManyAsync(int count)
    {
        var frames = new List<JsonElement>(count);
        while (frames.Count < count)
            frames.Add(await ReceiveAsync());
        return frames;
    }

    /// <summary>Frames of a type until the condition holds for one, which is the last.</summary>
    public async Task<List<JsonElement>> ReceiveUntilAsync(string type, Func<JsonElement, bool> isLast)
    {
        var frames = new List<JsonElement>();
        do
            frames.Add(await ReceiveAsync(type));
        while (!isLast(frames[^1]));
        return frames;
    }

    /// <summary>
    /// All frames that came before the answer to a ping that is sent now: what the server had to say until then.
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

    /// <summary>Frames that are here already and were not asked for yet.</summary>
    public IEnumerable<JsonElement> TakeReceived()
    {
        while (_frames.Reader.TryRead(out var frame))
            yield return frame;
    }

    /// <summary>Sends a frame that is meant to be good.</summary>
    public Task SendAsync(object frame)
    {
        var text = JsonSerializer.Serialize(frame);
        _contract.CheckSent(text);
        return SendTextAsync(text);
    }

    /// <summary>Sends a text, good or not.</summary>
    public Task SendTextAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Sends a part of a text; more follows unless it is the last.</summary>
    public Task SendPartAsync(byte[] bytes, bool isLast) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Text, isLast, CancellationToken.None);

    public Task SendBinaryAsync(byte[] bytes, bool isLast = true) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Binary, isLast, CancellationToken.None);

    public Task SayAsync(string content, string? clientId = null) =>
        SendAsync(clientId is null ? new { content } : new { content, client_id = clientId });

    /// <summary>Sends messages until all are out or the server has closed the socket.</summary>
    public async Task FloodAsync(int count)
    {
        try
        {
            for (var i = 0; i < count; i++)
                await SayAsync($"m{i}");
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Closed or cut meanwhile.
        }
    }

    /// <summary>Waits until the server has closed the socket; 1006 where it did so without a close frame.</summary>
    public async Task<(int Code, string? Reason)> WaitForCloseAsync(TimeSpan? patience = null)
    {
        await _reading.WaitAsync(patience ?? Patience);
        return (CloseCode, _socket.CloseStatusDescription);
    }

    public int CloseCode => (int?)_socket.CloseStatus ?? 1006;

    /// <summary>Closes as a client does, and waits for the server's answer.</summary>
    public async Task CloseAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await _reading.WaitAsync(Patience);
    }

    /// <summary>Cuts the connection.</summary>
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
            // Cut; the close code stays 1006.
        }
        finally
        {
            _frames.Writer.Complete();
        }
    }
}
