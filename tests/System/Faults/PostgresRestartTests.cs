using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

[NonParallelizable]
public sealed class PostgresRestartTests
{
    private PrivatePostgres _postgres = null!;
    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _postgres = await PrivatePostgres.StartAsync();
        _api = await ApiServer.StartAsync(
            ("Database__Provider", "Postgres"), ("ConnectionStrings__Default", _postgres.ConnectionString));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    [Test]
    public async Task Restart_WhenManyChat_LosesAndDuplicatesNothingAndKeepsTheOrder()
    {
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        await using var listener = await RoomClient.JoinAsync(_api, room, ada);
        await using var load = RetryingLoad.Start([_api], room, [ada, bob], senders: 8);

        foreach (var isCrash in new[] { true, false, true })
        {
            await load.WaitForAnswersAsync(300);
            await _postgres.StopAsync(isCrash);
            await _postgres.StartAgainAsync();
        }
        await load.WaitForAnswersAsync(300);
        await load.StopAsync();

        var log = await _api.ReadEventsAsync(room);
        LogAssert.IsWhole(log);
        LogAssert.KeepsTheOrderOfSenders(log);
        LogAssert.HasAnswered(log, load.Answers);
        Assert.That(log.Select(Frames.Content), Is.EquivalentTo(load.Answers.Select(Frames.Content)), "each message is in the log once");
        var seen = await listener.ReceiveUntilAsync("message", frame => frame.Seq() == log.Count);
        LogAssert.HasSeen(log, seen);
        Assert.That(seen, Has.Count.EqualTo(log.Count));
        Assert.That(load.Refusals, Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [Test]
    public async Task Stop_WhileTheDatabaseIsDown_AnswersUnavailableAndRecovers()
    {
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        var stranger = await _api.CreateUserAsync("eve");
        await using var socket = await RoomClient.JoinAsync(_api, room, ada);
        await _postgres.StopAsync(isCrash: false);

        using var posted = await _api.PostAsync($"/rooms/{room}/messages", new { user_id = bob.Id, content = "hello" });
        // The user is not in the server's cache, so the server must query the database.
        using var ofStranger = await _api.PostAsync($"/rooms/{room}/messages", new { user_id = stranger.Id, content = "hello" });
        using var read = await _api.GetAsync($"/rooms/{room}/messages");
        using var created = await _api.PostAsync("/users", new { username = "joe" }, ("Idempotency-Key", "away-1"));
        using var ready = await _api.GetAsync("/health/ready");
        using var live = await _api.GetAsync("/health/live");
        var health = await _api.GetJsonAsync("/health");
        await socket.SayAsync("hello", "c-1");
        var refused = await socket.ReceiveAsync("error");
        await _postgres.StartAgainAsync();
        await Eventually.BeTrueAsync(async () =>
        {
            using var again = await _api.GetAsync("/health/ready");
            return again.IsSuccessStatusCode;
        }, "the server is ready again");
        await socket.SayAsync("hello", "c-1");
        var message = await socket.ReceiveAsync("message");

        foreach (var response in new[] { posted, ofStranger, read, created })
        {
            await Expect.ProblemAsync(response, HttpStatusCode.ServiceUnavailable);
            Assert.That(response.Headers.RetryAfter, Is.Not.Null);
        }
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(health.GetProperty("services").Text("database"), Is.EqualTo("down"));
        Assert.That(refused.Code(), Is.EqualTo("unavailable"));
        Assert.That(message.Seq(), Is.EqualTo(1));
        Assert.That((await _api.PostMessageAsync(room, bob, "next")).Seq(), Is.EqualTo(2));
    }
}
