using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Rooms;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>A server-side connection with a client at the other end of a real socket.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly TcpClient _tcp;
    private readonly WebSocket _client;
    private readonly FrameSocket _server;
    private readonly Room _room;
    private Task _running = Task.CompletedTask;

    private Peer(TcpClient tcp, TcpClient accepted, Room room, User user, TimeProvider clock, RealtimeOptions options, Action? onClosing)
    {
        _tcp = tcp;
        _client = WebSocket.CreateFromStream(tcp.GetStream(), new WebSocketCreationOptions());
        _server = new FrameSocket(accepted.GetStream(), abort: accepted.Close);
        _server.Attach(WebSocket.CreateFromStream(_server.Stream, new WebSocketCreationOptions { IsServer = true }));
        _room = room;
        Connection = new UserConnection(user, _server, options, clock) { OnClosing = onClosing };
    }

    /// <summary>The connection of a peer that does not join through <see cref="RealtimeServer"/>.</summary>
    public UserConnection Connection { get; }

    /// <summary>The subscription to the test's room.</summary>
    public RoomSubscription Subscription { get; private set; } = null!;

    public async Task<RoomSubscription> SubscribeAsync(RoomHub hub, long skipThrough = 0, byte branch = 0) =>
        Subscription = await hub.SubscribeAsync(_room.Id, Connection, Some.Position(_room.Id, skipThrough, branch));

    /// <summary>Connects. Nothing is sent or received before <see cref="Run()"/>.</summary>
    public static async Task<Peer> ConnectAsync(
        Room room, User user, TimeProvider clock, RealtimeOptions? options = null, Action? onClosing = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var accepted = await listener.AcceptTcpClientAsync();
        return new Peer(tcp, accepted, room, user, clock, options ?? new RealtimeOptions(), onClosing);
    }

    public void Run() =>
        _running = Connection.RunAsync(AsyncEnumerable.Empty<FrameBatch>(), _ => ValueTask.CompletedTask);

    public void Run(RealtimeServer sockets, string? after) => _running = RunAsync(sockets, after);

    public async Task<JsonElement> ReceiveAsync()
    {
        var buffer = new byte[65_536];
        var result = await ReceiveAsync(buffer);
        Assert.That(result.MessageType, Is.EqualTo(WebSocketMessageType.Text));
        return JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, result.Count));
    }

    public async Task<List<long>> ReceiveSeqsAsync(int count)
    {
        var seqs = new List<long>();
        while (seqs.Count < count)
            seqs.Add((await ReceiveAsync()).GetProperty("seq").GetInt64());
        return seqs;
    }

    public async Task<List<string?>> ReceiveTypesAsync(int count)
    {
        var types = new List<string?>();
        while (types.Count < count)
            types.Add((await ReceiveAsync()).GetProperty("type").GetString());
        return types;
    }

    public async Task<int?> ReceiveCloseAsync()
    {
        var result = await ReceiveAsync(new byte[65_536]);
        Assert.That(result.MessageType, Is.EqualTo(WebSocketMessageType.Close));
        return (int?)_client.CloseStatus;
    }

    public async ValueTask DisposeAsync()
    {
        _tcp.Close();
        await _running.WaitAsync(Wait.Timeout);
        Connection.Dispose();
        _server.Dispose();
        _client.Dispose();
        _tcp.Dispose();
    }

    private async Task RunAsync(RealtimeServer sockets, string? after)
    {
        await using var connection = await sockets.JoinAsync(_server, _room, Connection.User, after, onClosing: () => { });
        await connection.RunAsync(_ => ValueTask.CompletedTask);
    }

    private async Task<ValueWebSocketReceiveResult> ReceiveAsync(byte[] buffer) =>
        await _client.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(Wait.Timeout);
}
