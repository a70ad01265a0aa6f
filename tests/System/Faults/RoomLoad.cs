using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

/// <summary>
/// Users who chat in rooms over sockets and HTTP until they are stopped or the server dies. Records every frame that a socket received and
/// every response over HTTP.
/// </summary>
internal sealed class RoomLoad : IAsyncDisposable
{
    private readonly ApiServer _api;
    private readonly CancellationTokenSource _enough = new();
    private readonly List<RoomClient> _sockets = [];
    private readonly List<(Guid Room, RoomClient Socket)> _readers = [];
    private readonly ConcurrentBag<(Guid Room, JsonElement Answer)> _answers = [];
    private readonly List<Task> _talking = [];
    private int _answered;

    private RoomLoad(ApiServer api) => _api = api;

    /// <summary>The number of messages that were answered over HTTP.</summary>
    public int Answered => Volatile.Read(ref _answered);

    public IReadOnlyList<RoomClient> Sockets => _sockets;

    public static async Task<RoomLoad> StartAsync(
        ApiServer api, IReadOnlyList<Guid> rooms, IReadOnlyList<TestUser> users, string name, Func<Guid, long?>? lastSeq = null)
    {
        var load = new RoomLoad(api);
        foreach (var room in rooms)
        {
            foreach (var user in users)
            {
                var socket = await RoomClient.JoinAsync(api, room, user, lastSeq?.Invoke(room));
                load._sockets.Add(socket);
                load._readers.Add((room, socket));
            }
        }
        foreach (var (room, socket) in load._readers)
            load._talking.Add(load.TalkAsync(socket, $"{name} {load._talking.Count} socket"));
        foreach (var room in rooms)
        {
            foreach (var user in users)
                load._talking.Add(load.PostAsync(room, user, $"{name} {load._talking.Count} http"));
        }
        return load;
    }

    public Task WaitForAnswersAsync(int count) => Eventually.BeTrueAsync(() => Answered >= count, $"{count} messages are answered");

    /// <summary>Stops sending. Sent messages may still be on their way.</summary>
    public async Task StopAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_talking);
    }

    /// <summary>Waits until every socket is closed or cut. Returns the close codes.</summary>
    public async Task<List<int>> WaitForCloseAsync()
    {
        var codes = new List<int>();
        foreach (var socket in _sockets)
            codes.Add((await socket.WaitForCloseAsync()).Code);
        return codes;
    }

    /// <summary>Takes the frames that each socket of a room has received so far, one list per socket.</summary>
    public List<List<JsonElement>> TakeSeen(Guid room) =>
        [.. _readers.Where(reader => reader.Room == room).Select(reader => reader.Socket.TakeReceived().OfType("message").ToList())];

    /// <summary>Returns the HTTP responses for a room.</summary>
    public List<JsonElement> AnswersFor(Guid room) => [.. _answers.Where(answer => answer.Room == room).Select(answer => answer.Answer)];

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var socket in _sockets)
            await socket.DisposeAsync();
        _enough.Dispose();
    }

    private async Task TalkAsync(RoomClient socket, string name)
    {
        try
        {
            for (var i = 0; !_enough.IsCancellationRequested; i++)
            {
                await socket.SayAsync($"{name} {i}");
                // The sockets send at the rate of HTTP, because they would otherwise flood the server.
                if (i % 4 == 0)
                    await Eventually.BeTrueAsync(() => _enough.IsCancellationRequested || Answered >= i / 4 || socket.State != WebSocketState.Open, "the load continues");
            }
        }
        catch (Exception exception) when (IsDisconnected(exception))
        {
            // The server has died.
        }
    }

    private async Task PostAsync(Guid room, TestUser user, string name)
    {
        try
        {
            for (var i = 0; !_enough.IsCancellationRequested; i++)
            {
                using var response = await _api.PostAsync($"/rooms/{room}/messages", new { user_id = user.Id, content = $"{name} {i}" });
                if (!response.IsSuccessStatusCode)
                    return;
                _answers.Add((room, await response.ReadJsonAsync()));
                Interlocked.Increment(ref _answered);
            }
        }
        catch (Exception exception) when (IsDisconnected(exception))
        {
            // The server has died.
        }
    }

    private static bool IsDisconnected(Exception exception) => exception
        is WebSocketException or HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException
        or InvalidOperationException or JsonException;
}
