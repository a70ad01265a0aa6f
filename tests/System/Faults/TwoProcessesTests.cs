using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

/// <summary>
/// Two processes on one PostgreSQL, with Redis or without. Without Redis each sends its own messages to its sockets and finds the other's
/// by the gaps.
/// </summary>
[TestFixture(false), TestFixture(true), Category("Cluster")]
public sealed class TwoProcessesTests(bool hasRedis)
{
    private (string, string)[] _backplane = [];
    private PostgresDatabase _database = null!;
    private ApiServer[] _servers = [];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        PostgresDatabase.IgnoreWithoutServer();
        _backplane = hasRedis ? [("Backplane__Provider", "Redis"), ("ConnectionStrings__Redis", TestRedis.Shared())] : [];
        _database = await PostgresDatabase.CreateAsync();
        _servers = await Task.WhenAll(StartServerAsync(), StartServerAsync());
        await Task.WhenAll(_servers.Select(WaitForBackplaneAsync));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Test]
    public async Task Send_WhenBothWriteToOneRoomFlatOut_HasOneLogWithoutGapsForAll()
    {
        var (room, ada, bob) = await _servers[0].CreateRoomForTwoAsync();
        var listeners = await Task.WhenAll(_servers.Select(server => RoomClient.JoinAsync(server, room, ada)));
        await using var load = RetryingLoad.Start(_servers, room, [ada, bob], senders: 16);

        await load.WaitForAnswersAsync(1_000);
        await load.StopAsync();
        var last = 0L;
        foreach (var server in _servers)
            last = (await server.PostMessageAsync(room, bob, $"end {last} 0")).Seq();
        var end = await _servers[0].PostMessageAsync(room, bob, "last 0");

        var log = await _servers[1].ReadEventsAsync(room);
        LogAssert.IsWhole(log);
        Assert.That(log, Has.Count.EqualTo(load.Answers.Count + 3));
        LogAssert.KeepsTheOrderOfSenders([.. log.Take(load.Answers.Count)]);
        LogAssert.HasAnswered(log, load.Answers);
        LogAssert.HasAnswered(log, [end]);
        foreach (var (listener, own) in listeners.Zip([end.Seq(), last]))
        {
            var seen = await listener.ReceiveUntilAsync("message", frame => frame.Seq() == own);
            LogAssert.HasSeen(log, seen);
            Assert.That(seen[0].Seq(), Is.EqualTo(1));
            await listener.DisposeAsync();
        }
    }

    [Test]
    public async Task Post_WhenOneKeyOrClientIdArrivesAtBothConcurrently_CreatesOneAndAnswersAllAlike()
    {
        var (room, ada, _) = await _servers[0].CreateRoomForTwoAsync();
        var before = await CountAsync();

        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PostAsync(
                _servers[i % 2], "/users", new { username = "joe" }, ("Idempotency-Key", $"user {round}"))));
            var messages = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PostAsync(
                _servers[i % 2], $"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello", client_id = $"c {round}" })));

            Assert.That(answers.Distinct().Count(), Is.EqualTo(1), string.Join('\n', answers));
            Assert.That(messages.Distinct().Count(), Is.EqualTo(1), string.Join('\n', messages));
        }

        Assert.That(await CountAsync(), Is.EqualTo((before.Users + 20, before.Messages + 20)));
        LogAssert.IsWhole(await _servers[0].ReadEventsAsync(room));
    }

    [Test]
    public async Task Requests_OfOneAddressToBoth_AreCountedTogetherWithRedis()
    {
        (string, string)[] limits = [("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", "4")];
        await using var one = await StartServerAsync(limits);
        await using var two = await StartServerAsync(limits);
        await Task.WhenAll(WaitForBackplaneAsync(one), WaitForBackplaneAsync(two));

        var answers = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            using var response = await (i % 2 == 0 ? one : two).GetAsync("/users");
            answers.Add($"{(int)response.StatusCode} {response.Header("X-RateLimit-Limit")} {response.Header("X-RateLimit-Remaining")}");
        }

        string[] together = ["200 4 3", "200 4 2", "200 4 1", "200 4 0", "429 4 0", "429 4 0", "429 4 0", "429 4 0", "429 4 0", "429 4 0"];
        string[] apart = ["200 4 3", "200 4 3", "200 4 2", "200 4 2", "200 4 1", "200 4 1", "200 4 0", "200 4 0", "429 4 0", "429 4 0"];
        Assert.That(answers, Is.EqualTo(hasRedis ? together : apart));
    }

    private Task WaitForBackplaneAsync(ApiServer server) => Cluster.Cluster.WaitForBackplaneAsync(server, hasRedis ? "up" : "in_process");

    private Task<ApiServer> StartServerAsync(params (string, string)[] settings) => ApiServer.StartAsync(
        [("Database__Provider", "Postgres"), ("ConnectionStrings__Default", _database.ConnectionString), .. _backplane, .. settings]);

    private static async Task<string> PostAsync(ApiServer server, string path, object body, params (string, string)[] headers)
    {
        using var response = await server.PostAsync(path, body, headers);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    private async Task<(long Users, long Messages)> CountAsync()
    {
        var stats = (await _servers[1].GetJsonAsync("/health")).GetProperty("stats");
        return (stats.GetProperty("active_users").GetInt64(), stats.GetProperty("total_messages").GetInt64());
    }
}
