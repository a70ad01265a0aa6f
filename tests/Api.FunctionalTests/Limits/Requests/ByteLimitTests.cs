using System.Globalization;
using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Limits.Requests;

/// <summary>The bytes that one address may write within an hour, on a server with low limits.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class ByteLimitTests(Column column) : OnEachServer(column)
{
    private const int MaxBytes = 65_536;

    private static readonly string Page = new('漢', 5_000);

    private ApiServer _api = null!;
    private int _clients;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await StartServerAsync(
        ("RateLimiting__Enabled", "true"),
        ("RateLimiting__MessageBytesPerHour", $"{MaxBytes}"),
        ("RateLimiting__UploadBytesPerHour", $"{MaxBytes}"),
        ("ReverseProxy__TrustedProxies", "127.0.0.1"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Messages_OverHttpAndSocketsTogether_AreRefusedBeyondTheLimitByName()
    {
        var client = NewClient();
        var (room, ada, _) = await _api.CreateRoomForTwoAsync();
        await using var socket = await RoomClient.JoinAsync(_api, room, ada, headers: client);
        for (var i = 0; i < 4; i++)
        {
            await socket.SayAsync(Page);
            await socket.ReceiveAsync("message");
        }

        await socket.SayAsync(Page);
        var refused = await socket.ReceiveAsync("error");
        using var overHttp = await PostAsync(room, ada, client);
        using var other = await PostAsync(room, ada, NewClient());

        Assert.That(refused.Text("code"), Is.EqualTo("rate_limited"));
        Assert.That(refused.Text("message"), Does.Match($"^Rate limit exceeded: {MaxBytes} bytes of messages per hour. Try again in 3[56][0-9]{{2}} s.$"));
        var problem = await Expect.ProblemAsync(overHttp, HttpStatusCode.TooManyRequests);
        Assert.That(problem.Text("detail"), Is.EqualTo($"Rate limit exceeded: {MaxBytes} bytes of messages per hour."));
        Assert.That(int.Parse(overHttp.Header("Retry-After")!, CultureInfo.InvariantCulture), Is.InRange(3_500, 3_600));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(socket.State, Is.EqualTo(System.Net.WebSockets.WebSocketState.Open));
    }

    [Test]
    public async Task Message_WhenItIsARepeatOfAnIdempotentRequest_TakesNothing()
    {
        var client = NewClient();
        var (room, ada, _) = await _api.CreateRoomForTwoAsync();

        for (var i = 0; i < 10; i++)
        {
            using var repeat = await PostAsync(room, ada, client, ("Idempotency-Key", $"{room}"));
            Assert.That(repeat.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [Test]
    public async Task Uploads_BeyondTheLimit_AreRefusedByName()
    {
        var client = NewClient();
        var room = await _api.CreateRoomAsync();
        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            var upload = await _api.CreateUploadAsync(room);
            using var response = await _api.SendAsync(
                HttpMethod.Put, $"/upload-proxy/{upload.Text("id")}", FileOf(MaxBytes * 2 / 5), client);
            statuses.Add((int)response.StatusCode);
            if (statuses.Count == 3)
            {
                var problem = await Expect.ProblemAsync(response, HttpStatusCode.TooManyRequests);
                Assert.That(problem.Text("detail"), Is.EqualTo($"Rate limit exceeded: {MaxBytes} bytes of files per hour."));
                Assert.That(response.Header("Retry-After"), Is.Not.Null);
            }
        }

        Assert.That(statuses[..2], Has.None.EqualTo(429));
    }

    private Task<HttpResponseMessage> PostAsync(Guid room, TestUser user, params (string Name, string Value)[] headers) =>
        _api.PostAsync($"/rooms/{room}/messages", new { user_id = user.Id, content = Page }, headers);

    private static ByteArrayContent FileOf(int length)
    {
        byte[] file = [0, 0, 0, 0x20, .. "ftypisom"u8, .. new byte[length - 12]];
        return new ByteArrayContent(file) { Headers = { { "Content-Type", "video/mp4" } } };
    }

    private (string, string) NewClient() => ("X-Forwarded-For", $"203.0.{(Column == Column.Sqlite ? 112 : 113)}.{Interlocked.Increment(ref _clients)}");
}
