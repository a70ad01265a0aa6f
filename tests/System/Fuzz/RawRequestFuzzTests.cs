using System.Globalization;
using System.Net.Sockets;
using System.Text;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Fuzz;

/// <summary>Valid requests with changed bytes. The HTTP server or the application refuses them, and both continue to serve.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class RawRequestFuzzTests
{
    private const int Requests = 400, ManyRequests = 10_000;
    private const int NoSuchVersion = 505;

    /// <summary>Parts of HTTP requests, valid and broken.</summary>
    private static readonly string[] Pieces =
    [
        "\r\n", "\n", "\r", "\r\n\r\n", "\0", " ", "\t", ":", "/", "?", "#", "%", "%00", "HTTP/1.1", "HTTP/1.0", "GET", "*", "http://x/", ",", ";", "=", "\"", "\u00ff",
        "Content-Length: 5\r\n", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip\r\n", "Host: a\r\n", "Host: a b\r\n", "Host:\r\n", "Connection: upgrade\r\n", "Upgrade: websocket\r\n", "Expect: 100-continue\r\n",
        "Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Version: 99\r\n", "Sec-WebSocket-Key: a\r\n", "Sec-WebSocket-Extensions: permessage-deflate\r\n",
        " folded: header\r\n", "0\r\n\r\n", "ffffffffffffffff\r\n", "5\r\nhello\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001",
    ];

    private ApiServer _api = null!;
    private string[] _good = [];
    private string _room = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        // Half of the requests wait for bytes that never arrive.
        _api = await ApiServer.StartAsync(
            ("Limits__RequestHeaderSeconds", "1"), ("Limits__KeepAliveSeconds", "1"), ("Limits__MinBytesPerSecond", "1000000"));
        var (room, ada, _) = await _api.CreateRoomForTwoAsync();
        _room = $"/rooms/{room}";
        const string Body = """{"user_id":"ID","content":"hello","client_id":"a"}""";
        var json = Body.Replace("ID", $"{ada.Id}", StringComparison.Ordinal);
        _good =
        [
            $"GET /rooms/{room}/messages?limit=5 HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n",
            $"POST /rooms/{room}/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}",
            $"POST /rooms/{room}/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + $"{json.Length:x}\r\n{json}\r\n0\r\n\r\n",
            $"GET /ws/{room}/{ada.Id}?after=0 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                + Encoding.Latin1.GetString(RawSocket.Frame(RawSocket.Text, """{"content":"hello"}"""u8.ToArray())),
            "GET /chat/index.html HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-9\r\n\r\n",
        ];
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        using (var health = await _api.GetAsync("/health"))
            Assert.That(health.IsSuccessStatusCode, "the server is alive");
        Assert.That(_api.Errors, Is.Empty);
        await _api.DisposeAsync();
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public Task Request_WhenItsBytesAreChanged_IsNeverAServerError(int number) => AssertNoServerErrorAsync(number, 0, Requests);

    [Category(Tier.Long)]
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public Task Request_ForManySeeds_IsNeverAServerError(int number) => AssertNoServerErrorAsync(number, Requests, ManyRequests);

    private async Task AssertNoServerErrorAsync(int number, int firstSeed, int endSeed)
    {
        var faults = new List<string>();
        await Parallel.ForAsync(firstSeed, endSeed, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (seed, _) =>
        {
            var request = Change(_good[number], new Random((number * 1_000_003) + seed));
            if (StatusesOf(await ExchangeAsync(request)).Any(status => status is >= 500 and not NoSuchVersion))
            {
                lock (faults)
                    faults.Add($"seed {seed}: {Encoding.Latin1.GetString(request)}");
            }
        });

        Assert.That(faults, Is.Empty);
    }

    [Test]
    public async Task Request_WhenAChunkClaimsToBeLargerThanANumberCanSay_IsA400()
    {
        var answer = await RawHttp.SendAsync(
            _api, "POST /users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 400 ").And.Contain("application/problem+json"));
    }

    [Test]
    public async Task Request_WithAnyHost_IsNeverAServerError([ValueSource(typeof(Hostile), nameof(Hostile.Hosts))] string host)
    {
        const string Body = """{"title":"a"}""";
        foreach (var target in (string[])[$"POST {_room}/live-stream", $"POST {_room}/video-upload", $"GET {_room}/live-streams", $"GET {_room}/videos", "GET /openapi.json"])
        {
            var answer = await RawHttp.SendAsync(
                _api, $"{target} HTTP/1.0\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");

            Assert.That(answer, Does.StartWith("HTTP/1.1 400 "), target);
        }
    }

    [Test]
    public async Task Request_WithoutAHost_IsA400ButForProbes()
    {
        Assert.That(await RawHttp.SendAsync(_api, $"GET {_room}/videos HTTP/1.0\r\n\r\n"), Does.StartWith("HTTP/1.1 400 ").And.Contain("application/problem+json"));
        Assert.That(await RawHttp.SendAsync(_api, "GET /health/ready HTTP/1.0\r\n\r\n"), Does.StartWith("HTTP/1.1 200 "));
    }

    private static byte[] Change(string good, Random random)
    {
        var bytes = Encoding.Latin1.GetBytes(good).ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at - 1));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }
        }
        return [.. bytes];
    }

    /// <summary>Reads until the server closes the connection or upgrades it.</summary>
    private async Task<string> ExchangeAsync(byte[] request)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_api.Address.Host, _api.Address.Port);
        var stream = tcp.GetStream();
        var answer = new StringBuilder();
        var buffer = new byte[16_384];
        try
        {
            await stream.WriteAsync(request);
            tcp.Client.Shutdown(SocketShutdown.Send);
            int count;
            while ((count = await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30))) > 0)
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (IOException)
        {
            // The connection was reset because the server did not read all bytes.
        }
        return answer.ToString();
    }

    private static IEnumerable<int> StatusesOf(string answers) => answers.Split("HTTP/1.1 ").Skip(1)
        .Select(answer => int.TryParse(answer.Split(' ')[0], CultureInfo.InvariantCulture, out var status) ? status : 0);
}
