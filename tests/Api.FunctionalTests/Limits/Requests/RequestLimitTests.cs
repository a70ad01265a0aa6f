using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Observability;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Limits.Requests;

/// <summary>Most tests share one server. Each test is a separate client behind a proxy.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class RequestLimitTests(Column column) : OnEachServer(column)
{
    private const int Limit = 5;

    private ApiServer _api = null!;
    private int _clients;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await StartServerAsync(
        ("RateLimiting__Enabled", "true"),
        ("RateLimiting__Requests", $"{Limit}"),
        ("RateLimiting__RoomsPerHour", "2"),
        ("ReverseProxy__TrustedProxies", "127.0.0.1"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Requests_WhenTheLimitIsReached_AreRefused()
    {
        var client = NewClient();

        var (statuses, remaining, reset) = (new List<int>(), new List<string?>(), new List<int>());
        for (var i = 0; i < Limit + 2; i++)
        {
            using var response = await _api.GetAsync("/users", client);
            statuses.Add((int)response.StatusCode);
            remaining.Add(response.Header("X-RateLimit-Remaining"));
            reset.Add(int.Parse(response.Header("X-RateLimit-Reset")!, CultureInfo.InvariantCulture));
        }

        Assert.That(statuses, Is.EqualTo([200, 200, 200, 200, 200, 429, 429]));
        Assert.That(remaining, Is.EqualTo(["4", "3", "2", "1", "0", "0", "0"]));
        // The reset is the time until the first request leaves the window.
        Assert.That(reset, Is.Ordered.Descending.And.All.InRange(1, 60));
        Assert.That(reset[0], Is.EqualTo(60));
    }

    [Test]
    public async Task Requests_WhenSentConcurrently_AreAllowedExactlyUpToTheLimit()
    {
        var client = NewClient();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            using var response = await _api.GetAsync("/users", client);
            return response.StatusCode;
        }));

        Assert.That(statuses.Count(status => status == HttpStatusCode.OK), Is.EqualTo(Limit));
        Assert.That(statuses.Count(status => status == HttpStatusCode.TooManyRequests), Is.EqualTo(60 - Limit));
    }

    [Test]
    public async Task Requests_ByDefault_AreAHundred()
    {
        await using var api = await StartServerAsync(("RateLimiting__Enabled", "true"));

        using var response = await api.GetAsync("/users");

        Assert.That(response.Header("X-RateLimit-Limit"), Is.EqualTo("100"));
        Assert.That(response.Header("X-RateLimit-Remaining"), Is.EqualTo("99"));
    }

    [Test]
    public async Task Requests_WithHead_Count()
    {
        var client = NewClient();

        var statuses = new List<int>();
        for (var i = 0; i < Limit + 1; i++)
        {
            using var response = await SendAsync("HEAD /users", client);
            statuses.Add((int)response.StatusCode);
        }

        Assert.That(statuses, Is.EqualTo([200, 200, 200, 200, 200, 429]));
    }

    [Test]
    public async Task Refusal_Always_IsAProblemWithRetryAfter()
    {
        var client = await NewExhaustedClientAsync();

        using var response = await _api.GetAsync("/users", client, ("Accept", "text/html"));

        await Expect.ProblemAsync(response, HttpStatusCode.TooManyRequests);
        Assert.That(int.Parse(response.Header("Retry-After")!, CultureInfo.InvariantCulture), Is.InRange(1, 60));
        Assert.That(response.Header("X-RateLimit-Limit"), Is.EqualTo("5"));
        Assert.That(response.Header("X-RateLimit-Remaining"), Is.EqualTo("0"));
        Assert.That(response.Header("X-RateLimit-Reset"), Is.EqualTo(response.Header("Retry-After")));
    }

    [TestCase("GET /users/1", 404)]
    [TestCase("GET /nowhere", 404)]
    [TestCase("DELETE /users", 405)]
    [TestCase("POST /users", 400)]
    [TestCase("GET /users?limit=0", 422)]
    [TestCase("GET /ws/1/2", 426)]
    [TestCase("HEAD /nowhere", 404)]
    public async Task Answer_WhenItIsAnError_CarriesTheHeadersToo(string request, int status)
    {
        using var response = await SendAsync(request, NewClient());

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Header("X-RateLimit-Limit"), Is.EqualTo("5"));
        Assert.That(response.Header("X-RateLimit-Remaining"), Is.EqualTo("4"));
    }

    [Test]
    public async Task FreePaths_WhenTheLimitIsReached_AreStillAnsweredWithoutHeaders()
    {
        var client = await NewExhaustedClientAsync();

        foreach (var path in (string[])[
            "/", "/health", "/health/live", "/health/ready", "/docs", "/openapi-3.0.json", "/docs/index.html", "/docs/swagger-ui.css",
            "/openapi.json", "/asyncapi.yaml", "/metrics", "/chat", "/chat/index.html", "/media/x/playlist.m3u8", "/bunny-webhook"])
        {
            using var response = await _api.GetAsync(path, client);

            Assert.That(response.StatusCode, Is.Not.EqualTo(HttpStatusCode.TooManyRequests), path);
            Assert.That(response.Header("X-RateLimit-Limit"), Is.Null, path);
            Assert.That(response.Header("X-RateLimit-Remaining"), Is.Null, path);
        }
    }

    [Test]
    public async Task Metrics_WhenTheLimitIsReached_AreServed()
    {
        using var response = await _api.GetAsync("/metrics", await NewExhaustedClientAsync());

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("/healthz")]
    [TestCase("/chatroom")]
    [TestCase("/docsx")]
    [TestCase("/metricsx")]
    [TestCase("/openapi.jsonx")]
    public async Task Paths_ThatOnlyBeginLikeAFreeOne_AreCounted(string path)
    {
        using var response = await _api.GetAsync(path, NewClient());

        Assert.That(response.Header("X-RateLimit-Remaining"), Is.EqualTo("4"));
    }

    [Test]
    public async Task Requests_WhenTooManyAreInProgress_AreRefusedUntilOneIsDone()
    {
        await using var api = await StartServerAsync(
            ("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", "100000"), ("RateLimiting__ConcurrentRequestsPerAddress", "1"));
        using (var slow = new TcpClient())
        {
            await slow.ConnectAsync(api.Address.Host, api.Address.Port);
            await slow.GetStream().WriteAsync("POST /users HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"u8.ToArray());

            // The GET follows when the POST is in progress, because otherwise it could take the only place.
            await Metrics.WaitForPostAsync(api);
            using var refused = await api.GetAsync("/users");
            await Expect.ProblemAsync(refused, HttpStatusCode.TooManyRequests);
            Assert.That(refused.Header("Retry-After"), Is.EqualTo("1"));
            using var free = await api.GetAsync("/docs/index.html");
            Assert.That(free.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        await Eventually.BeTrueAsync(
            async () =>
            {
                using var response = await api.GetAsync("/users");
                return response.StatusCode == HttpStatusCode.OK;
            },
            "it is completed");
    }

    [TestCase("GET /health")]
    [TestCase("GET /")]
    [TestCase("GET /openapi.json")]
    [TestCase("OPTIONS /users")]
    public async Task FreeRequests_InAnyNumber_DoNotCount(string request)
    {
        var client = NewClient();
        for (var i = 0; i < Limit + 1; i++)
        {
            using var free = await SendAsync(request, client);
        }

        using var response = await _api.GetAsync("/users", client);

        Assert.That(response.Header("X-RateLimit-Remaining"), Is.EqualTo("4"));
    }

    [Test]
    public async Task Options_WhenTheLimitIsReached_IsStillAnsweredWithoutHeaders()
    {
        var client = await NewExhaustedClientAsync();

        using var response = await SendAsync("OPTIONS /users", client);

        Assert.That(response.StatusCode, Is.Not.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(response.Header("X-RateLimit-Limit"), Is.Null);
    }

    [Test]
    public async Task Handshakes_Always_TakeNothing()
    {
        var client = NewClient();
        var ada = (await _api.PostJsonAsync("/users", new { username = "ada" }, client)).IdOf();
        var room = (await _api.PostJsonAsync("/rooms", new { name = "general" }, client)).IdOf();
        for (var i = 0; i < Limit; i++)
        {
            await using var socket = await RoomClient.OpenAsync(_api, room, ada, headers: client);
            await socket.ReceiveAsync("user_joined");
        }

        using var response = await _api.GetAsync("/users", client);

        Assert.That(response.Header("X-RateLimit-Remaining"), Is.EqualTo("2"));
    }

    [Test]
    public async Task EnteringARoom_WithItsNamesHistoryAndSocket_CostsOneRequest()
    {
        var client = NewClient();
        var room = (await _api.PostJsonAsync("/rooms", new { name = "general" }, NewClient())).IdOf();
        var (ada, bob) = (await CreateUserAsync("ada"), await CreateUserAsync("bob"));
        using var posted = await _api.PostAsync($"/rooms/{room}/messages", new { user_id = bob, content = "hello" }, NewClient());

        using var response = await _api.GetAsync($"/rooms/{room}/snapshot", client);
        var snapshot = await response.ReadJsonAsync();
        await using var socket = await RoomClient.OpenAsync(_api, room, ada, snapshot.Text("position"), headers: client);
        await socket.ReceiveAsync("user_joined");
        using var next = await _api.GetAsync("/users", client);

        Assert.That(snapshot.GetProperty("users").EnumerateArray().Select(user => user.Text("username")), Is.EqualTo(["bob"]));
        Assert.That(response.Header("X-RateLimit-Remaining"), Is.EqualTo($"{Limit - 1}"));
        Assert.That(next.Header("X-RateLimit-Remaining"), Is.EqualTo($"{Limit - 2}"));

        async Task<Guid> CreateUserAsync(string username) => (await _api.PostJsonAsync("/users", new { username }, NewClient())).IdOf();
    }

    [Test]
    public async Task CreateRoom_WhenTheAddressHasCreatedItsShare_IsRefusedForLong()
    {
        var client = NewClient();
        var names = Enumerable.Range(0, 3).Select(i => $"{client.Value} {i}").ToList();
        for (var i = 0; i < 2; i++)
            await _api.PostJsonAsync("/rooms", new { name = names[i] }, client);

        using var response = await _api.PostAsync("/rooms", new { name = names[2] }, client);

        var problem = await Expect.ProblemAsync(response, HttpStatusCode.TooManyRequests);
        Assert.That(problem.Text("detail"), Is.EqualTo("Rate limit exceeded: 2 requests per 3600 seconds."));
        Assert.That(response.Header("X-RateLimit-Limit"), Is.EqualTo("2"));
        Assert.That(int.Parse(response.Header("Retry-After")!, CultureInfo.InvariantCulture), Is.InRange(3_500, 3_600));
        using var rooms = await _api.GetAsync("/rooms", client);
        Assert.That(
            (await rooms.ReadJsonAsync()).EnumerateArray().Select(room => room.Text("name")).Intersect(names),
            Is.EquivalentTo(names[..2]));
    }

    [Test]
    public async Task Requests_WhenLimitsAreOff_AreNeverRefusedAndCarryNoHeaders()
    {
        const int DefaultLimit = 100;
        for (var i = 0; i < DefaultLimit; i++)
            (await Api.GetAsync("/users")).Dispose();

        using var response = await Api.GetAsync("/users");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Header("X-RateLimit-Limit"), Is.Null);
    }

    private (string Name, string Value) NewClient() => ("X-Forwarded-For", $"203.0.113.{Interlocked.Increment(ref _clients)}");

    private async Task<(string Name, string Value)> NewExhaustedClientAsync()
    {
        var client = NewClient();
        for (var i = 0; i < Limit; i++)
        {
            using var response = await _api.GetAsync("/users", client);
        }
        return client;
    }

    private Task<HttpResponseMessage> SendAsync(string request, (string Name, string Value) client) =>
        _api.SendAsync(new HttpMethod(request.Split(' ')[0]), request.Split(' ')[1], null, client);
}
