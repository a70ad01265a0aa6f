using System.Net.Sockets;
using System.Text;
using VideoChat.Api.FunctionalTests.Observability;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Abuse;

/// <summary>
/// Attacks on a server. Each lasts until it is cancelled; one that takes a while to establish is awaited first. Each returns how often the
/// server handled it, because an attack that never arrives proves nothing.
/// </summary>
internal static class Attack
{
    private const string Host = "Host: localhost\r\n";
    private const int TooMany = 4029;

    /// <summary>Opens silent connections and keeps them open. Returns how many the server has in the end.</summary>
    public static async Task<Task<int>> HoldAsync(ApiServer api, int count, CancellationToken stop)
    {
        var clients = new List<TcpClient>();
        while (clients.Count < count)
            clients.Add(await ConnectAsync(api));
        return HoldAsync();

        async Task<int> HoldAsync()
        {
            var stopped = new TaskCompletionSource();
            await using var telling = stop.Register(stopped.SetResult);
            await stopped.Task;
            var held = (await Metrics.ReadAsync(api)).Sum("kestrel_active_connections");
            clients.ForEach(client => client.Dispose());
            return (int)held;
        }
    }

    /// <summary>Sends requests whose headers never end, and reconnects when cut off. Returns the number of 408 responses.</summary>
    public static Task<Task<int>> DribbleHeadersAsync(ApiServer api, int count, CancellationToken stop) =>
        DribbleAsync(api, count, $"GET / HTTP/1.1\r\n{Host}X: ", stop);

    /// <summary>
    /// Sends requests whose bodies never end. Returns the number of 408 responses, or of 429 because all share one address.
    /// </summary>
    public static Task<Task<int>> DribbleBodiesAsync(ApiServer api, int count, CancellationToken stop) => DribbleAsync(
        api, count, $"POST /users HTTP/1.1\r\n{Host}X-Forwarded-For: 203.0.113.66\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n", stop);

    /// <summary>Sends requests with as many and as large headers as possible. Returns the number of 431 responses.</summary>
    public static async Task<int> ThrowHeaderBombsAsync(ApiServer api, int perSecond, CancellationToken stop)
    {
        var many = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"X-{i}: a\r\n"));
        var large = $"X: {new string('x', 1_000_000)}\r\n";
        var refused = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        for (var i = 0; await NextAsync(timer, stop); i++)
        {
            using var tcp = await ConnectAsync(api);
            var bomb = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\n{Host}{(i % 2 == 0 ? many : large)}\r\n");
            refused += await RequestStatusAsync(tcp, stream => stream.WriteAsync(bomb, stop).AsTask(), stop) == 431 ? 1 : 0;
        }
        return refused;
    }

    /// <summary>
    /// Sends as much as possible over a socket, and opens the next one when it is closed. Returns how many were closed with 4029.
    /// </summary>
    public static async Task<int> FloodAsync(ApiServer api, CancellationToken stop)
    {
        var (room, user) = (await api.CreateRoomAsync(), await api.CreateUserAsync());
        var closed = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await NextAsync(timer, stop))
        {
            await using var socket = await RoomClient.OpenAsync(api, room, user.Id, headers: ("X-Forwarded-For", "203.0.113.77"));
            await socket.FloodAsync(5_000);
            closed += (await socket.WaitForCloseAsync()).Code == TooMany ? 1 : 0;
        }
        return closed;
    }

    /// <summary>
    /// Opens sockets of one address that send a burst, disconnect and reconnect immediately. Returns how many were admitted.
    /// </summary>
    public static async Task<int> ReconnectAsync(ApiServer api, int parallel, CancellationToken stop)
    {
        var (room, user) = (await api.CreateRoomAsync(), await api.CreateUserAsync());
        var burst = Repeat(RawSocket.Frame(RawSocket.Text, """{"content":"x"}"""u8.ToArray()), 100);
        return (await Task.WhenAll(Enumerable.Range(0, parallel).Select(_ => Task.Run(ReconnectAsync)))).Sum();

        async Task<int> ReconnectAsync()
        {
            var joined = 0;
            while (!stop.IsCancellationRequested)
            {
                using var socket = await RawSocket.OpenAsync(api, room, user.Id, headers: "X-Forwarded-For: 203.0.113.78\r\n");
                var first = await socket.ReceiveAsync(CancellationToken.None);
                joined += first?.Opcode == 1 ? 1 : 0;
                await TryAsync(() => socket.Stream.WriteAsync(burst, stop).AsTask());
            }
            return joined;
        }
    }

    /// <summary>Opens sockets of one address that send only pings. Returns how many were closed with 4029.</summary>
    public static async Task<Task<int>> PingAsync(ApiServer api, int parallel, CancellationToken stop)
    {
        var (room, user) = (await api.CreateRoomAsync(), await api.CreateUserAsync());
        var pings = Repeat(RawSocket.Frame(RawSocket.Ping, []), 1_000);
        return await SpreadAsync(parallel, TimeSpan.FromSeconds(3), () => Task.Run(PingAsync), stop);

        async Task<int> PingAsync()
        {
            var closed = 0;
            while (!stop.IsCancellationRequested)
            {
                using var socket = await RawSocket.OpenAsync(api, room, user.Id, headers: "X-Forwarded-For: 203.0.113.79\r\n");
                await using var cut = stop.Register(socket.Dispose);
                var flooding = TryAsync(async () =>
                {
                    while (true)
                        await socket.Stream.WriteAsync(pings, stop);
                });
                await TryAsync(async () => closed += await socket.ReadToEndAsync() == TooMany ? 1 : 0);
                await flooding;
            }
            return closed;
        }
    }

    private static Task<Task<int>> DribbleAsync(ApiServer api, int count, string beginning, CancellationToken stop) =>
        SpreadAsync(count, TimeSpan.FromSeconds(2), () => DribbleAsync(api, beginning, stop), stop);

    /// <summary>
    /// Starts attacks at even intervals over the duration of one, so that the load is constant. If all reconnected at the same moment, the
    /// test process itself would be slow, and the measurement would depend on that moment.
    /// </summary>
    private static async Task<Task<int>> SpreadAsync(int count, TimeSpan lasts, Func<Task<int>> begin, CancellationToken stop)
    {
        var attacks = new List<Task<int>>();
        using var timer = new PeriodicTimer(lasts / count);
        while (attacks.Count < count && await NextAsync(timer, stop))
            attacks.Add(begin());
        return SumAsync();

        async Task<int> SumAsync() => (await Task.WhenAll(attacks)).Sum();
    }

    private static async Task<int> DribbleAsync(ApiServer api, string beginning, CancellationToken stop)
    {
        var refused = 0;
        while (!stop.IsCancellationRequested)
        {
            using var tcp = await ConnectAsync(api);
            var status = await RequestStatusAsync(
                tcp,
                async stream =>
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), stop);
                    await Dribble.UntilClosedAsync(stream, milliseconds: 1_000);
                },
                stop);
            refused += status is 408 or 429 ? 1 : 0;
        }
        return refused;
    }

    /// <summary>
    /// Returns the status of the response, or null if the connection is cut without one. The response may arrive before everything
    /// is sent.
    /// </summary>
    private static async Task<int?> RequestStatusAsync(TcpClient tcp, Func<NetworkStream, Task> send, CancellationToken stop)
    {
        await using var cut = stop.Register(tcp.Dispose);
        int? status = null;
        var sending = TryAsync(() => send(tcp.GetStream()));
        await TryAsync(async () =>
        {
            using var answer = new StreamReader(tcp.GetStream(), leaveOpen: true);
            if (await answer.ReadLineAsync() is { } line)
                status = int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        });
        tcp.Dispose();
        await sending;
        return status;
    }

    private static byte[] Repeat(byte[] frame, int count) => [.. Enumerable.Repeat(frame, count).SelectMany(bytes => bytes)];

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

    /// <summary>Runs an attack. Its failure is expected and ignored.</summary>
    private static async Task TryAsync(Func<Task> attack)
    {
        try
        {
            await attack();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException or NotSupportedException or System.Net.WebSockets.WebSocketException or TimeoutException)
        {
            // The exception is expected, because a stream that is disposed while it is read throws NotSupportedException.
        }
    }
}
