using System.Net.Sockets;
using System.Text;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Abuse;

/// <summary>What those do to a server who wish it ill, each until it is told to stop; where it takes a while to stand, that is awaited first.</summary>
internal static class Attack
{
    private const string Host = "Host: localhost\r\n";

    /// <summary>Connections that are opened and say nothing; all of them stay.</summary>
    public static async Task<Task> HoldAsync(ApiServer api, int count, CancellationToken stop)
    {
        var clients = new List<TcpClient>();
        while (clients.Count < count)
            clients.Add(await ConnectAsync(api));
        return Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => clients.ForEach(client => client.Dispose()), TaskScheduler.Default);
    }

    /// <summary>Requests whose headers never end; whoever is cut off comes again.</summary>
    public static Task<Task> DribbleHeadersAsync(ApiServer api, int count, CancellationToken stop) =>
        DribbleAsync(api, count, $"GET / HTTP/1.1\r\n{Host}X: ", stop);

    /// <summary>Requests whose bodies never end.</summary>
    public static Task<Task> DribbleBodiesAsync(ApiServer api, int count, CancellationToken stop) => DribbleAsync(
        api, count, $"POST /users HTTP/1.1\r\n{Host}X-Forwarded-For: 203.0.113.66\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n", stop);

    /// <summary>Requests with headers as many and as large as the line takes.</summary>
    public static async Task ThrowHeaderBombsAsync(ApiServer api, int perSecond, CancellationToken stop)
    {
        var many = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"X-{i}: a\r\n"));
        var large = $"X: {new string('x', 1_000_000)}\r\n";
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        for (var i = 0; await NextAsync(timer, stop); i++)
        {
            using var tcp = await ConnectAsync(api);
            await TryAsync(async () =>
            {
                await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\n{Host}{(i % 2 == 0 ? many : large)}\r\n"), stop);
                while (await tcp.GetStream().ReadAsync(new byte[4_096], stop) > 0)
                {
                }
            });
        }
    }

    /// <summary>A socket that sends all it can; when it is closed the next one comes.</summary>
    public static async Task FloodAsync(ApiServer api, CancellationToken stop)
    {
        var (room, user) = (await api.CreateRoomAsync(), await api.CreateUserAsync());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await NextAsync(timer, stop))
        {
            await TryAsync(async () =>
            {
                await using var socket = await RoomClient.OpenAsync(api, room, user.Id, headers: ("X-Forwarded-For", "203.0.113.77"));
                await socket.FloodAsync(5_000);
            });
        }
    }

    // Spread over two seconds: were all cut off and back in one moment, the test's own process would be what is slow.
    private static async Task<Task> DribbleAsync(ApiServer api, int count, string beginning, CancellationToken stop)
    {
        var dribbling = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2) / count);
        while (dribbling.Count < count && await NextAsync(timer, stop))
            dribbling.Add(DribbleAsync(api, await ConnectAsync(api), beginning, stop));
        return Task.WhenAll(dribbling);
    }

    private static async Task DribbleAsync(ApiServer api, TcpClient first, string beginning, CancellationToken stop)
    {
        for (var tcp = first; !stop.IsCancellationRequested; tcp = await ConnectAsync(api))
        {
            using var end = tcp;
            await using var cut = stop.Register(end.Dispose);
            await TryAsync(async () =>
            {
                await end.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning), stop);
                await Dribble.UntilClosedAsync(end.GetStream(), milliseconds: 1_000);
            });
        }
    }

    private static async Task<TcpClient> ConnectAsync(ApiServer api)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(api.Address.Host, api.Address.Port);
        return tcp;
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>That it ends badly is what it is for.</summary>
    private static async Task TryAsync(Func<Task> attack)
    {
        try
        {
            await attack();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException or System.Net.WebSockets.WebSocketException or TimeoutException)
        {
        }
    }
}
