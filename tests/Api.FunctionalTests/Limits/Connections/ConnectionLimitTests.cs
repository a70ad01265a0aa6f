using System.Net;
using System.Net.Sockets;
using System.Text;
using VideoChat.Api.FunctionalTests.Observability;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Limits.Connections;

/// <summary>Tests the limits of the HTTP server on connections, request lines, headers and slow clients.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class ConnectionLimitTests
{
    private const string Host = "Host: localhost\r\n";

    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await ApiServer.StartAsync(
        ("Limits__RequestHeaderSeconds", "1"), ("Limits__KeepAliveSeconds", "1"), ("Limits__MinBytesPerSecond", "1000"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [TestCase(8_100, "200")]
    [TestCase(8_300, "414")]
    public async Task Request_WithALongLine_IsAcceptedUpTo8KiB(int length, string status)
    {
        var answer = await RawHttp.SendAsync(_api, $"GET /?{new string('x', length)} HTTP/1.1\r\n{Host}Connection: close\r\n\r\n");

        Assert.That(answer, Does.StartWith($"HTTP/1.1 {status} "));
    }

    [TestCase(62, 10, "200")]
    [TestCase(63, 10, "431")]
    [TestCase(4, 4_000, "200")]
    [TestCase(5, 4_000, "431")]
    [TestCase(1, 17_000, "431")]
    public async Task Request_WithManyHeaders_IsAcceptedUpTo64Of16KiB(int count, int length, string status)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('x', length)}\r\n"));

        var answer = await RawHttp.SendAsync(_api, $"GET / HTTP/1.1\r\n{Host}Connection: close\r\n{headers}\r\n");

        Assert.That(answer, Does.StartWith($"HTTP/1.1 {status} "));
    }

    [Test]
    public async Task Request_WhenItsHeadersAreSlow_IsClosed()
    {
        using var tcp = await ConnectAsync();
        await SendAsync(tcp, $"GET / HTTP/1.1\r\n{Host}X: ");
        var dribbling = Dribble.UntilClosedAsync(tcp.GetStream());

        var answer = await ReadToEndAsync(tcp);

        Assert.That(answer, Does.StartWith("HTTP/1.1 408 "));
        await dribbling;
    }

    [Test]
    public async Task Request_WhenItsBodyIsSlow_IsAProblemAndClosed()
    {
        using var tcp = await ConnectAsync();
        await SendAsync(tcp, $"POST /users HTTP/1.1\r\n{Host}Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n");
        var dribbling = Dribble.UntilClosedAsync(tcp.GetStream());

        var answer = await ReadToEndAsync(tcp);

        Assert.That(answer, Does.StartWith("HTTP/1.1 408 ").And.Contain("application/problem+json").And.Contain("too slowly"));
        await dribbling;
    }

    [Test]
    public async Task Upload_WhenItIsSlowerThanOtherBodies_GoesThrough()
    {
        var upload = await _api.CreateUploadAsync(await _api.CreateRoomAsync());
        using var tcp = await ConnectAsync();
        await SendAsync(
            tcp,
            $"PUT /upload-proxy/{upload.Text("id")} HTTP/1.1\r\n{Host}Content-Type: video/mp4\r\nContent-Length: 160\r\nConnection: close\r\n\r\n");

        // Sends 20 bytes per second instead of the required thousand, for eight seconds. This exceeds the grace period.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        for (var sent = 0; sent < 160 && await timer.WaitForNextTickAsync(); sent += 10)
            await tcp.GetStream().WriteAsync(sent == 0 ? "\0\0\0 ftypis"u8.ToArray() : "om\0\0\0\0\0\0\0\0"u8.ToArray());

        Assert.That(await ReadToEndAsync(tcp), Does.StartWith("HTTP/1.1 200 "));
    }

    [TestCase("")]
    [TestCase("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public async Task Connection_WhenItIsIdle_IsClosed(string before)
    {
        using var tcp = await ConnectAsync();
        await SendAsync(tcp, before);

        var answer = await ReadToEndAsync(tcp);

        Assert.That(answer, before.Length == 0 ? Is.Empty : Does.StartWith("HTTP/1.1 200 "));
    }

    [Test]
    public async Task Connection_WhenAllSlotsAreTaken_ReplacesTheLongestIdle()
    {
        const int Max = 10;
        await using var api = await ApiServer.StartAsync(("Limits__MaxConnections", $"{Max}"));
        api.Http.Dispose();
        using var silent = await ConnectAsync(api);
        using var busy = await BeginRequestAsync(api);
        using var asked = await ConnectAsync(api);
        Assert.That(await IsAnsweredAsync(asked));

        var crowd = new List<TcpClient>();
        for (var i = 0; i < 3 * Max; i++)
        {
            crowd.Add(await ConnectAsync(api));
            Assert.That(await IsAnsweredAsync(crowd[^1]), $"number {i}");
        }

        Assert.That(await IsCutAsync(silent), "it never asked for anything");
        Assert.That(await IsCutAsync(asked), "it asked long ago");
        Assert.That(await IsCutAsync(crowd[0]));
        Assert.That(await IsAnsweredAsync(crowd[^1]));
        Assert.That(await FinishRequestAsync(busy), Does.StartWith("HTTP/1.1 200 "));
        crowd.ForEach(tcp => tcp.Dispose());
    }

    [Test]
    public async Task Connection_WhenAllSlotsAreBusy_IsClosedUntilOneIsFreeAndHealthAnswersAtItsOwnAddress()
    {
        var own = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        await using var api = await ApiServer.StartAsync(("Limits__MaxConnections", "10"), ("Health__Url", own.ToString()));
        api.Http.Dispose();
        var busy = new List<TcpClient>();
        while (busy.Count < 10)
            busy.Add(await BeginRequestAsync(api));

        Assert.That(await IsServedAsync(api, from: "127.0.0.2"), Is.False);
        using (var http = new HttpClient { BaseAddress = own })
        {
            foreach (var path in (string[])["/health", "/health/live", "/health/ready"])
                Assert.That((int)(await http.GetAsync(new Uri(path, UriKind.Relative))).StatusCode, Is.EqualTo(200), path);
            foreach (var path in (string[])["/", "/users", "/chat", "/metrics"])
                Assert.That((int)(await http.GetAsync(new Uri(path, UriKind.Relative))).StatusCode, Is.EqualTo(404), path);
        }
        busy[0].Dispose();

        await Eventually.BeTrueAsync(() => IsServedAsync(api, from: "127.0.0.2"), "there is a place again");
        Assert.That(await FinishRequestAsync(busy[^1]), Does.StartWith("HTTP/1.1 200 "));
        busy.ForEach(tcp => tcp.Dispose());
    }

    [Test]
    public async Task Connection_WhenMostPlacesAreBusy_IsClosedIfItsAddressHoldsMoreThanItsShare()
    {
        // Once 96 connections are busy, each address may have 128 / 64 = 2 connections.
        await using var api = await ApiServer.StartAsync(
            ("Limits__MaxConnections", "128"), ("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", "1000"),
            ("RateLimiting__ConcurrentRequestsPerAddress", "200"));
        var busy = new List<TcpClient>();
        while (busy.Count < 96)
            busy.Add(await BeginRequestAsync(api, from: "127.0.0.2"));

        Assert.That(await IsServedAsync(api, from: "127.0.0.2"), Is.False);
        Assert.That(await IsServedAsync(api, from: "127.0.0.3"), Is.True);
        busy.ForEach(tcp => tcp.Dispose());
        await Eventually.BeTrueAsync(() => IsServedAsync(api, from: "127.0.0.2"), "there are places again");
    }

    [Test]
    public async Task Connection_WhenItsAddressHasAsManyAsItMay_IsClosedAndOthersAreServed()
    {
        const int Max = 5;
        await using var api = await ApiServer.StartAsync(
            ("RateLimiting__Enabled", "true"), ("RateLimiting__ConnectionsPerAddress", $"{Max}"), ("ReverseProxy__TrustedProxies", "127.0.0.4"));
        var all = await OpenAsync("127.0.0.2", Max);

        Assert.That(await IsServedAsync(api, from: "127.0.0.2"), Is.False);

        Assert.That((await Metrics.ReadAsync(api)).Sum("videochat_connections_refused_total", "\"address\""), Is.EqualTo(1));
        all.AddRange(await OpenAsync("127.0.0.3", Max));
        // The limit per address does not apply to a proxy, because it forwards the connections of many clients.
        all.AddRange(await OpenAsync("127.0.0.4", 2 * Max));
        all[0].Dispose();
        await Eventually.BeTrueAsync(() => IsServedAsync(api, from: "127.0.0.2"), "there is a place again");
        all.ForEach(tcp => tcp.Dispose());

        async Task<List<TcpClient>> OpenAsync(string from, int count)
        {
            var opened = new List<TcpClient>();
            while (opened.Count < count)
            {
                opened.Add(await ConnectAsync(api, from));
                Assert.That(await IsAnsweredAsync(opened[^1]), $"{from}, number {opened.Count}");
            }
            return opened;
        }
    }

    /// <summary>Opens a connection with an incomplete request.</summary>
    private static async Task<TcpClient> BeginRequestAsync(ApiServer api, string from = "127.0.0.1")
    {
        var tcp = await ConnectAsync(api, from);
        // The connection is busy from now on, because the server requests the body only when the request is in progress.
        await SendAsync(tcp, $"POST /users HTTP/1.1\r\n{Host}Content-Type: application/json\r\nContent-Length: 18\r\nExpect: 100-continue\r\n\r\n");
        var answer = new byte[25];
        await tcp.GetStream().ReadExactlyAsync(answer);
        Assert.That(Encoding.ASCII.GetString(answer), Does.StartWith("HTTP/1.1 100 "));
        return tcp;
    }

    private static async Task<string> FinishRequestAsync(TcpClient tcp)
    {
        await SendAsync(tcp, """{"username":"ada"}""");
        var answer = new byte[4_096];
        return Encoding.UTF8.GetString(answer, 0, await tcp.GetStream().ReadAsync(answer));
    }

    private static async Task<bool> IsCutAsync(TcpClient tcp)
    {
        try
        {
            return await tcp.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(10)) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static async Task<bool> IsServedAsync(ApiServer api, string from)
    {
        try
        {
            using var tcp = await ConnectAsync(api, from);
            return await IsAnsweredAsync(tcp);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The server closed the connection before the client knew that it was open.
            return false;
        }
    }

    private static async Task<bool> IsAnsweredAsync(TcpClient tcp)
    {
        try
        {
            await SendAsync(tcp, $"HEAD /health/live HTTP/1.1\r\n{Host}\r\n");
            return await tcp.GetStream().ReadAsync(new byte[4_096]) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private Task<TcpClient> ConnectAsync() => ConnectAsync(_api);

    private static async Task<TcpClient> ConnectAsync(ApiServer api, string from = "127.0.0.1")
    {
        var tcp = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await tcp.ConnectAsync(api.Address.Host, api.Address.Port);
        return tcp;
    }

    private static async Task SendAsync(TcpClient tcp, string text) => await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

    private static async Task<string> ReadToEndAsync(TcpClient tcp)
    {
        var text = new StringBuilder();
        var buffer = new byte[4_096];
        try
        {
            int count;
            while ((count = await tcp.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30))) > 0)
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        catch (IOException)
        {
            // The connection was reset while the client was sending, so the response ends here.
        }
        return text.ToString();
    }
}
