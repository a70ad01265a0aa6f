using System.Net;
using System.Net.Sockets;
using System.Text;
using VideoChat.Api.FunctionalTests.Observability;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Hosting;

/// <summary>What the HTTP server lets in. Most tests only wait for a limit that is a second or two.</summary>
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
    public async Task Request_WhateverTheLengthOfItsLine_IsTakenUpTo8KiB(int length, string status)
    {
        var answer = await RawHttp.SendAsync(_api, $"GET /?{new string('x', length)} HTTP/1.1\r\n{Host}Connection: close\r\n\r\n");

        Assert.That(answer, Does.StartWith($"HTTP/1.1 {status} "));
    }

    [TestCase(62, 10, "200")]
    [TestCase(63, 10, "431")]
    [TestCase(4, 4_000, "200")]
    [TestCase(5, 4_000, "431")]
    [TestCase(1, 17_000, "431")]
    public async Task Request_WhateverItsHeaders_IsTakenUpTo64Of16KiB(int count, int length, string status)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('x', length)}\r\n"));

        var answer = await RawHttp.SendAsync(_api, $"GET / HTTP/1.1\r\n{Host}Connection: close\r\n{headers}\r\n");

        Assert.That(answer, Does.StartWith($"HTTP/1.1 {status} "));
    }

    [Test]
    public async Task Request_WhenItsHeadersDribble_IsCutOff()
    {
        using var tcp = await ConnectAsync();
        await SendAsync(tcp, $"GET / HTTP/1.1\r\n{Host}X: ");
        var dribbling = Dribble.UntilClosedAsync(tcp.GetStream());

        var answer = await ReadToEndAsync(tcp);

        Assert.That(answer, Does.StartWith("HTTP/1.1 408 "));
        await dribbling;
    }

    [Test]
    public async Task Request_WhenItsBodyDribbles_IsAProblemAndCutOff()
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

        // 20 bytes a second, where others must send a thousand; eight seconds are beyond the grace that all have.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        for (var sent = 0; sent < 160 && await timer.WaitForNextTickAsync(); sent += 10)
            await tcp.GetStream().WriteAsync(new byte[10]);

        Assert.That(await ReadToEndAsync(tcp), Does.StartWith("HTTP/1.1 200 "));
    }

    [TestCase("")]
    [TestCase("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public async Task Connection_WhenItSaysNothingMore_IsClosed(string before)
    {
        using var tcp = await ConnectAsync();
        await SendAsync(tcp, before);

        var answer = await ReadToEndAsync(tcp);

        Assert.That(answer, before.Length == 0 ? Is.Empty : Does.StartWith("HTTP/1.1 200 "));
    }

    [Test]
    public async Task Connection_WhenThereAreAsManyAsMayBe_IsClosedUntilOneIsGone()
    {
        await using var api = await ApiServer.StartAsync(("Limits__MaxConnections", "10"));
        api.Http.Dispose();
        var all = new List<TcpClient>();
        await Eventually.BeTrueAsync(
            async () =>
            {
                var next = await ConnectAsync(api);
                var isIn = await IsAnsweredAsync(next);
                if (isIn)
                    all.Add(next);
                else
                    next.Dispose();
                return !isIn;
            },
            "one is refused");
        // The connections with which the start was waited for may still have been there.
        Assert.That(all, Has.Count.InRange(7, 10));

        all[0].Dispose();

        await Eventually.BeTrueAsync(
            async () =>
            {
                using var next = await ConnectAsync(api);
                return await IsAnsweredAsync(next);
            },
            "there is a place again");
        Assert.That(await IsAnsweredAsync(all[^1]), "those that were in are served");
        all.ForEach(tcp => tcp.Dispose());
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
        // Many are behind a proxy.
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

    private static async Task<bool> IsServedAsync(ApiServer api, string from)
    {
        try
        {
            using var tcp = await ConnectAsync(api, from);
            return await IsAnsweredAsync(tcp);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed before we knew that it was open.
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

    /// <summary>All that comes until the server closes.</summary>
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
            // Reset: we were sending still.
        }
        return text.ToString();
    }
}
