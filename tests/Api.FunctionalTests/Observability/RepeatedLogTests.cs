using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Videos.Bunny;

namespace VideoChat.Api.FunctionalTests.Observability;

/// <summary>Entries that repeat are counted. One server is shared, so each test looks only at entries of its own kind.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class RepeatedLogTests
{
    private const int Limit = 100;

    private BunnyServer _server = null!;
    private int _clients;

    private ApiServer Api => _server.Api;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await BunnyServer.StartAsync(
        ("Bunny__ReadOnlyApiKey", ""), ("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", $"{Limit}"),
        ("RateLimiting__WebSocketsPerAddress", "1"), ("ReverseProxy__TrustedProxies", "127.0.0.1"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Log_WhenAFaultRepeatsItself_CountsIt()
    {
        const int Faults = 40;
        await Api.WithoutTableAsync("users", async () =>
        {
            for (var i = 0; i < Faults; i++)
                (await Api.GetAsync("/users", NewClient())).Dispose();
            return Faults;
        });

        List<JsonElement> lines = [];
        await Eventually.BeTrueAsync(
            () =>
            {
                lines = LogLine.Of(Api);
                return lines.Count(line => line.Status() == 500 && line.Route() == "users") == Faults && lines.Any(IsCount);
            },
            "each request has its line, and the fault is counted");

        // The number of periods that the entries span does not affect the number of exceptions.
        var exceptions = lines.Where(line => line.TryGetProperty("exception", out _)).Select(line => line.Text("exception"))
            .Where(text => !text.Contains("room_events")).ToList();
        Assert.That(exceptions, Has.Count.InRange(10, Faults - 1).And.All.Contains("no such table: users"));
        // A fault can have two stacks, because it occurs either immediately or after a wait.
        Assert.That(exceptions.Where(text => text.Contains("\n   at ")), Is.Unique.And.Not.Empty, "each stack once");
        Assert.That(lines.First(IsCount).Text("message"), Does.Match(
            @"^Suppressed [0-9]+ similar entries in 10 s: \{Method\} \{Route\} failed, trace \{TraceId\} \(SqliteException\)$"));

        static bool IsCount(JsonElement line) =>
            line.TryGetProperty("suppressed", out _) && line.Text("message").Contains("SqliteException", StringComparison.Ordinal);
    }

    [Test]
    public async Task Log_WhenAWriteFails_HasTheTraceOfItsRequest()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        using var failed = await Api.WithoutTableAsync(
            "room_events", () => Api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello" }));
        var problem = await Expect.ProblemAsync(failed, failed.StatusCode);

        var line = (await LogLine.ReadUntilAsync(Api, line => line.Text("message").StartsWith("A write failed", StringComparison.Ordinal)))[^1];

        Assert.That((int)failed.StatusCode, Is.GreaterThanOrEqualTo(500));
        Assert.That(line.Text("trace_id"), Is.EqualTo(problem.Text("trace_id")));
    }

    [TestCase("{\"EventType\":\"unheard of\",\"VideoGuid\":\"e6f0b6e6-6c3c-4c5c-9f4e-0d4f0a8a7c11\"}", "Ignored a Bunny.net webhook")]
    [TestCase("{\"EventType\":\"VideoFileCreated\",\"VideoGuid\":\"e6f0b6e6-6c3c-4c5c-9f4e-0d4f0a8a7c11\"}", "Ignored a webhook for unknown video")]
    public async Task Log_WhenMeaninglessWebhooksRepeat_CountsThem(string webhook, string said)
    {
        const int Sent = 60;
        for (var i = 0; i < Sent; i++)
            (await Api.PostAsync("/bunny-webhook", webhook)).Dispose();

        var lines = await LogLine.ReadUntilAsync(Api, line => line.TryGetProperty("suppressed", out _) && IsSaid(line));

        // There are ten to twenty entries, because they may span two periods.
        Assert.That(lines.Count(IsSaid), Is.InRange(10, 20));

        bool IsSaid(JsonElement line) => line.Text("message").Contains(said, StringComparison.Ordinal);
    }

    [Test]
    public async Task Log_WhenRefusalsRepeat_CountsThem()
    {
        const int Refused = 2_000;
        var client = NewClient();
        for (var i = 0; i < Limit + Refused; i++)
            (await Api.GetAsync("/users", client)).Dispose();

        List<JsonElement> lines = [];
        await Eventually.BeTrueAsync(
            () =>
            {
                lines = [.. LogLine.Of(Api).Where(line => line.Status() == 429)];
                return lines.Sum(line => line.TryGetProperty("suppressed", out var more) ? more.GetInt32() : 1) == Refused;
            },
            "all of them are logged");

        // The log contains at most eleven lines per ten seconds, regardless of the duration.
        Assert.That(lines, Has.Count.LessThan(Refused / 10));
        Assert.That(lines[^1].Text("message"), Does.Match("^Suppressed [0-9]+ similar requests in 10 s: GET users 429$"));
    }

    [TestCase("GET", "/chat", "chat", 200)]
    [TestCase("GET", "/", "", 200)]
    [TestCase("OPTIONS", "/users", "unknown", 405)]
    public async Task Log_WhenAFreeRequestRepeats_CountsIt(string method, string path, string route, int status)
    {
        const int Sent = 1_000;
        for (var i = 0; i < Sent; i++)
            (await Api.SendAsync(new HttpMethod(method), path)).Dispose();

        List<JsonElement> lines = [];
        await Eventually.BeTrueAsync(
            () =>
            {
                lines = [.. LogLine.Of(Api).Where(line => line.Route() == route && line.Status() == status && line.Text("method") == method)];
                return lines.Sum(line => line.TryGetProperty("suppressed", out var more) ? more.GetInt32() : 1) == Sent;
            },
            "all of them are logged");

        Assert.That(lines, Has.Count.LessThan(Sent / 10));
    }

    [Test]
    public async Task Log_WhenAnAddressHasAllItsSocketsAndOpensMore_CountsThem()
    {
        const int Sent = 100;
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var only = await RoomClient.JoinAsync(Api, room, ada);
        for (var i = 0; i < Sent; i++)
        {
            await using var turnedAway = await RoomClient.OpenAsync(Api, room, ada.Id);
            await turnedAway.WaitForCloseAsync();
        }

        var lines = await LogLine.ReadUntilAsync(Api, line => line.TryGetProperty("suppressed", out _) && line.Status() == 101);

        // There are ten entries per period and a count, and the entries span at most two periods.
        Assert.That(lines.Count(line => line.Status() == 101), Is.InRange(10, 25));
    }

    private (string Name, string Value) NewClient() => ("X-Forwarded-For", $"203.0.113.{Interlocked.Increment(ref _clients)}");
}
