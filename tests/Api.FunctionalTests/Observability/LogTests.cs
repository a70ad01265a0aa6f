using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Videos.Bunny;

namespace VideoChat.Api.FunctionalTests.Observability;

[Parallelizable(ParallelScope.All)]
public sealed class LogTests
{
    [Test]
    public async Task Log_InProduction_IsJsonInEveryLine()
    {
        await using var api = await ApiServer.StartAsync();
        await api.CreateUserAsync();

        var lines = await ReadUntilAsync(api, line => line.Route() == "users");

        // On a busy machine the framework may log warnings.
        var ours = lines.Where(line => line.Text("category").StartsWith("VideoChat", StringComparison.Ordinal));
        Assert.That(ours.Select(line => line.Text("level")), Is.Not.Empty.And.All.EqualTo("information"));
        Assert.That(lines.Select(line => line.GetProperty("time").GetDateTime()), Is.Ordered);
    }

    [Test]
    public async Task Log_WhenARequestIsOver_HasALineWithItsTrace()
    {
        await using var api = await ApiServer.StartAsync();
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());
        using var refused = await api.PostAsync($"/rooms/{room}/messages?token=hush", new { user_id = ada.Id, content = "" });
        var problem = await Expect.ProblemAsync(refused, HttpStatusCode.UnprocessableEntity);

        var line = (await ReadUntilAsync(api, line => line.Status() == 422))[^1];

        Assert.That(line.Text("method"), Is.EqualTo("POST"));
        Assert.That(line.Route(), Is.EqualTo("rooms/{room_id}/messages"));
        Assert.That(line.Text("trace_id"), Is.EqualTo(problem.Text("trace_id")));
        Assert.That(line.GetProperty("ms").GetDouble(), Is.Positive);
    }

    [Test]
    public async Task Log_Always_ContainsNoUserContent()
    {
        await using var api = await ApiServer.StartAsync();
        var (ada, room) = (await api.CreateUserAsync("adalovelace"), await api.CreateRoomAsync("analyticalengine"));
        await using (var client = await RoomClient.JoinAsync(api, room, ada))
        {
            await client.SayAsync("a secret word");
            await client.ReceiveAsync("message");
            await client.SendTextAsync("{ broken secret }");
            await client.ReceiveAsync("error");
            await client.CloseAsync();
        }
        using var lost = await api.GetAsync("/secret/path?and=secret");
        using var search = await api.GetAsync("/rooms?limit=secret");
        using var denied = await api.GetAsync("/webhooks", ("Authorization", "Bearer secret-key"));

        await ReadUntilAsync(api, line => line.Route() == "webhooks");

        Assert.That(api.Log, Does.Not.Contain("secret").And.Not.Contain("adalovelace").And.Not.Contain("analyticalengine"));
        Assert.That(api.Log, Does.Contain("\"route\":\"ws/{room_id}/{user_id}\"").And.Contain("\"route\":\"unknown\""));
    }

    [Test]
    public async Task Log_WhenProbesAndScrapesArrive_HasNoLineForThem()
    {
        await using var api = await ApiServer.StartAsync();
        foreach (var path in new[] { "/health", "/health/live", "/health/ready", "/metrics" })
            (await api.GetAsync(path)).Dispose();
        await api.CreateUserAsync();

        var lines = await ReadUntilAsync(api, line => line.Route() == "users");

        Assert.That(lines.Count(line => line.Route() is not null), Is.EqualTo(1));
    }

    [Test]
    public async Task Log_WhenAFaultRepeatsItself_CountsIt()
    {
        const int Faults = 40;
        await using var api = await ApiServer.StartAsync();
        await api.ExecuteSqlAsync("ALTER TABLE users RENAME TO gone");
        for (var i = 0; i < Faults; i++)
            (await api.GetAsync("/users")).Dispose();

        List<JsonElement> lines = [];
        await Eventually.BeTrueAsync(
            () =>
            {
                lines = LinesOf(api);
                return lines.Count(line => line.Status() == 500) == Faults && lines.Any(line => line.TryGetProperty("suppressed", out _));
            },
            "each request has its line, and the fault is counted");

        // However many periods the entries span.
        var exceptions = lines.Where(line => line.TryGetProperty("exception", out _)).Select(line => line.Text("exception")!).ToList();
        Assert.That(exceptions, Has.Count.InRange(10, Faults - 1).And.All.Contains("no such table: users"));
        // The same fault has two stacks, depending on whether it occurs immediately or after a wait.
        Assert.That(exceptions.Where(text => text.Contains("\n   at ")), Is.Unique.And.Not.Empty, "each stack once");
        Assert.That(lines.First(line => line.TryGetProperty("suppressed", out _)).Text("message"), Does.Match(
            @"^Suppressed [0-9]+ similar entries in 10 s: \{Method\} \{Route\} failed, trace \{TraceId\} \(SqliteException\)$"));
    }

    [Test]
    public async Task Log_WhenAWriteFails_HasTheTraceOfItsRequest()
    {
        await using var api = await ApiServer.StartAsync();
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());
        await api.ExecuteSqlAsync("ALTER TABLE room_events RENAME TO gone");
        using var failed = await api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello" });
        var problem = await Expect.ProblemAsync(failed, failed.StatusCode);

        var line = (await ReadUntilAsync(api, line => line.Text("message").StartsWith("A write failed", StringComparison.Ordinal)))[^1];

        Assert.That((int)failed.StatusCode, Is.GreaterThanOrEqualTo(500));
        Assert.That(line.Text("trace_id"), Is.EqualTo(problem.Text("trace_id")));
    }

    [TestCase("{\"EventType\":\"unheard of\",\"VideoGuid\":\"e6f0b6e6-6c3c-4c5c-9f4e-0d4f0a8a7c11\"}", "Ignored a Bunny.net webhook")]
    [TestCase("{\"EventType\":\"VideoFileCreated\",\"VideoGuid\":\"e6f0b6e6-6c3c-4c5c-9f4e-0d4f0a8a7c11\"}", "Ignored a webhook for unknown video")]
    public async Task Log_WhenMeaninglessWebhooksRepeat_CountsThem(string webhook, string said)
    {
        const int Sent = 60;
        await using var server = await BunnyServer.StartAsync(("Bunny__ReadOnlyApiKey", ""));
        for (var i = 0; i < Sent; i++)
            (await server.Api.PostAsync("/bunny-webhook", webhook)).Dispose();

        var lines = await ReadUntilAsync(server.Api, line => line.TryGetProperty("suppressed", out _));

        // The entries may span two periods.
        Assert.That(lines.Count(line => line.Text("message").Contains(said, StringComparison.Ordinal)), Is.InRange(10, 20));
    }

    [Test]
    public async Task Log_WhenRefusalsRepeat_CountsThem()
    {
        const int Refused = 2_000;
        await using var api = await ApiServer.StartAsync(("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", "1"));
        for (var i = 0; i <= Refused; i++)
            (await api.GetAsync("/users")).Dispose();

        List<JsonElement> lines = [];
        await Eventually.BeTrueAsync(
            () =>
            {
                lines = [.. LinesOf(api).Where(line => line.Status() == 429)];
                return lines.Sum(line => line.TryGetProperty("suppressed", out var more) ? more.GetInt32() : 1) == Refused;
            },
            "all of them are logged");

        // At most eleven in ten seconds, regardless of the duration.
        Assert.That(lines, Has.Count.LessThan(Refused / 10));
        Assert.That(lines[^1].Text("message"), Does.Match("^Suppressed [0-9]+ similar requests in 10 s: GET users 429$"));
    }

    [TestCase("GET", "/chat", 200)]
    [TestCase("GET", "/", 200)]
    [TestCase("OPTIONS", "/users", 405)]
    public async Task Log_WhenAFreeRequestRepeats_CountsIt(string method, string path, int status)
    {
        const int Sent = 1_000;
        await using var api = await ApiServer.StartAsync(("RateLimiting__Enabled", "true"));
        for (var i = 0; i < Sent; i++)
            (await api.SendAsync(new HttpMethod(method), path)).Dispose();

        List<JsonElement> lines = [];
        await Eventually.BeTrueAsync(
            () =>
            {
                lines = [.. LinesOf(api).Where(line => line.Status() == status && line.Text("method") == method)];
                return lines.Sum(line => line.TryGetProperty("suppressed", out var more) ? more.GetInt32() : 1) == Sent;
            },
            "all of them are logged");

        Assert.That(lines, Has.Count.LessThan(Sent / 10));
    }

    [Test]
    public async Task Log_WhenAnAddressHasAllItsSocketsAndOpensMore_CountsThem()
    {
        const int Sent = 100;
        await using var api = await ApiServer.StartAsync(("RateLimiting__Enabled", "true"), ("RateLimiting__WebSocketsPerAddress", "1"));
        var (room, ada, _) = await api.CreateRoomForTwoAsync();
        await using var only = await RoomClient.JoinAsync(api, room, ada);
        for (var i = 0; i < Sent; i++)
        {
            await using var turnedAway = await RoomClient.OpenAsync(api, room, ada.Id);
            await turnedAway.WaitForCloseAsync();
        }

        var lines = await ReadUntilAsync(api, line => line.TryGetProperty("suppressed", out _) && line.Status() == 101);

        // The entries span at most two periods.
        Assert.That(lines.Count(line => line.Status() == 101), Is.InRange(10, 25));
    }

    [Test]
    public async Task Log_WhenTheServerStarts_SaysOnceWhatRunsAndWhatIsOff()
    {
        await using var api = await ApiServer.StartAsync(("Video__Provider", "None"), ("Metrics__Enabled", "false"));

        var report = (await ReadUntilAsync(api, line => line.TryGetProperty("off", out _)))[^1];

        Assert.That(report.Text("version"), Is.EqualTo("2.0.0"));
        Assert.That(report.Text("urls"), Is.EqualTo(api.Address.ToString().TrimEnd('/')));
        Assert.That(report.Text("database"), Is.EqualTo("Sqlite"));
        Assert.That(report.Text("video"), Is.EqualTo("disabled"));
        Assert.That(report.Text("live"), Is.EqualTo("disabled"));
        Assert.That(report.Text("metrics"), Is.EqualTo("disabled"));
        Assert.That(report.Text("otlp"), Is.EqualTo("disabled"));
        Assert.That(report.Text("message")!.Split('\n'), Has.Length.EqualTo(11).And.None.Contains('\r'));
        Assert.That(report.Text("message"), Does.StartWith("VideoChat 2.0.0 (Production) listens at http://"));
        Assert.That(report.Text("off"), Does.Contain("RateLimiting:Enabled").And.Contain("Partners:ApiKeys").And.Contain("Metrics:Enabled"));
    }

    [Test]
    public async Task Log_WhenDevelopmentSettingsAreOn_SaysSoAtTheStart()
    {
        await using var open = await BunnyServer.StartAsync(
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("Logging__Console__FormatterName", "videochat-json"),
            ("Webhooks__AllowHttp", "true"), ("Webhooks__AllowPrivateNetworks", "true"), ("Bunny__ReadOnlyApiKey", ""), ("Security__HstsSeconds", "0"));
        await using var closed = await BunnyServer.StartAsync(("PublicBaseUrl", "https://chat.example.com"));

        var (report, calm) = (await ReadReportAsync(open.Api), await ReadReportAsync(closed.Api));

        Assert.That(report.Text("open"), Is.EqualTo(
            "no https (PublicBaseUrl), pages of any origin (Cors:AllowedOrigins), webhooks over http (Webhooks:AllowHttp), "
            + "webhooks into private networks (Webhooks:AllowPrivateNetworks), unsigned video-provider webhooks (Bunny:ReadOnlyApiKey)"));
        Assert.That(report.Text("off"), Does.Contain("Security:HstsSeconds"));
        Assert.That(calm.Text("open"), Is.EqualTo("nothing"));
        Assert.That(calm.Text("message"), Does.EndWith("\nopen: nothing"));
        Assert.That(calm.Text("metrics"), Is.EqualTo("for everyone, at /metrics"));

        static async Task<JsonElement> ReadReportAsync(ApiServer api) =>
            (await ReadUntilAsync(api, line => line.TryGetProperty("open", out _)))[^1];
    }

    [Test]
    public async Task Log_WhenMetricsHaveASeparateAddress_NamesIt()
    {
        var own = $"http://127.0.0.1:{FreePort.Find()}";
        await using var api = await ApiServer.StartAsync(("Metrics__Url", own));

        var report = (await ReadUntilAsync(api, line => line.TryGetProperty("off", out _)))[^1];

        Assert.That(report.Text("urls"), Is.EqualTo(api.Address.ToString().TrimEnd('/')));
        Assert.That(report.Text("metrics"), Is.EqualTo($"at {own}/metrics"));
    }

    [Test]
    public async Task Log_WhenTheDatabaseIsEmpty_HasNoWarnings()
    {
        PostgresDatabase.IgnoreWithoutServer();
        await using var api = await ApiServer.StartAsync(Column.Postgres);

        Assert.That(api.Errors, Is.Empty);
    }

    [Test]
    public async Task Log_WhenThereMayBeOtherMachines_SaysThatThereAreNoLiveStreams()
    {
        await using var api = await ApiServer.StartAsync(("Backplane__Provider", "Redis"), ("ConnectionStrings__Redis", TestRedis.Shared()));

        var report = (await ReadUntilAsync(api, line => line.TryGetProperty("live", out _)))[^1];

        Assert.That(report.Text("video"), Is.EqualTo("local"));
        Assert.That(report.Text("live"), Is.EqualTo("none (Backplane:Provider is not InProcess)"));
    }

    [Test]
    public async Task Log_InDevelopment_IsReadable()
    {
        await using var api = await ApiServer.StartAsync(("ASPNETCORE_ENVIRONMENT", "Development"));

        Assert.That(api.Log, Does.Contain("info: ").And.Not.Contain("\"level\""));
    }

    [Test]
    public async Task Log_WhenConfigured_IsReadableInProductionToo()
    {
        await using var api = await ApiServer.StartAsync(("Logging__Console__FormatterName", "simple"));

        Assert.That(api.Log, Does.Contain("info: ").And.Not.Contain("\"level\""));
    }

    private static List<JsonElement> LinesOf(ApiServer api) =>
        [.. api.Log.Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    /// <summary>Returns the lines up to and including the first one that matches.</summary>
    private static async Task<List<JsonElement>> ReadUntilAsync(ApiServer api, Func<JsonElement, bool> isWanted)
    {
        var lines = new List<JsonElement>();
        await Eventually.BeTrueAsync(
            () =>
            {
                lines = LinesOf(api);
                return lines.Any(isWanted);
            },
            "the line is logged");
        return lines[..(lines.FindIndex(line => isWanted(line)) + 1)];
    }
}

internal static class LogLine
{
    public static string? Route(this JsonElement line) => line.TryGetProperty("route", out var route) ? route.GetString() : null;

    public static int? Status(this JsonElement line) => line.TryGetProperty("status", out var status) ? status.GetInt32() : null;
}
