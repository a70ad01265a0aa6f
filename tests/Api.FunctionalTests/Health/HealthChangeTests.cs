using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Health;

/// <summary>
/// Tests health when counts, the database or the process change. The tests share a server that no other fixture uses.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class HealthChangeTests(Column column) : OnEachServer(column)
{
    private ApiServer _api = null!;
    private (int Rooms, int Users, int Messages, int Connections) _empty;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _api = await StartServerAsync();
        _empty = await StatsAsync(_api);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Health_WhenThingsAreCreated_CountsThemExactly()
    {
        var before = await StatsAsync(_api);
        var users = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => _api.CreateUserAsync()));
        var rooms = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _api.CreateRoomAsync()));
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => _api.PostMessageAsync(rooms[i % 5], users[i % 7], $"{i}", $"{i}")));
        await _api.PostMessageAsync(rooms[0], users[0], "0", "0");
        using var refused = await _api.PostAsync("/users", new { username = "" });
        await using var socket = await RoomClient.JoinAsync(_api, rooms[0], users[0]);

        var full = await StatsAsync(_api);

        Assert.That(_empty, Is.EqualTo((0, 0, 0, 0)));
        Assert.That(full, Is.EqualTo((before.Rooms + 5, before.Users + 7, before.Messages + 40, 1)));
    }

    [Test]
    public async Task Health_WhenTheServerStartsAgain_CountsOn()
    {
        var before = await StatsAsync(_api);
        await _api.PostMessageAsync(await _api.CreateRoomAsync(), await _api.CreateUserAsync(), "hello");

        _api.Terminate();
        await _api.WaitForExitAsync();
        await _api.StartAsync();
        await _api.CreateUserAsync();

        Assert.That(await StatsAsync(_api), Is.EqualTo((before.Rooms + 1, before.Users + 2, before.Messages + 1, 0)));
    }

    [Test]
    public async Task Health_WhenTheDatabaseDoesNotAnswer_IsUnhealthyButAlive()
    {
        var responses = await _api.WithoutTableAsync(
            "counters", async () => (await _api.GetAsync("/health"), await _api.GetAsync("/health/ready"), await _api.GetAsync("/health/live")));

        using var health = responses.Item1;
        using var ready = responses.Item2;
        using var live = responses.Item3;
        var body = await health.ReadJsonAsync();
        Assert.Multiple(() =>
        {
            Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(body.Text("status"), Is.EqualTo("unhealthy"));
            Assert.That(body.GetProperty("services").Text("database"), Is.EqualTo("down"));
            Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        });
    }

    [Test]
    public async Task Server_UntilTheDatabaseIsPrepared_AnswersNothingButHealth()
    {
        await _api.KillAsync();
        var starting = Task.CompletedTask;
        await using (await _api.HoldMigrationsAsync())
        {
            starting = _api.StartAsync();
            await Eventually.BeTrueAsync(() => AnswersAsync(_api, "/health/live"), "the server lives");

            using var ready = await _api.GetAsync("/health/ready");
            using var health = await _api.GetAsync("/health");
            using var users = await _api.GetAsync("/users");
            using var root = await _api.GetAsync("/");

            Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(health.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
            await Expect.ProblemAsync(users, HttpStatusCode.ServiceUnavailable);
            await Expect.ProblemAsync(root, HttpStatusCode.ServiceUnavailable);
            Assert.That(users.Headers.RetryAfter?.Delta, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
        }

        await starting;

        using var response = await _api.GetAsync("/users");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<bool> AnswersAsync(ApiServer api, string path)
    {
        try
        {
            using var response = await api.GetAsync(path);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<(int Rooms, int Users, int Messages, int Connections)> StatsAsync(ApiServer api)
    {
        var stats = (await api.GetJsonAsync("/health")).GetProperty("stats");
        return (Number("active_rooms"), Number("active_users"), Number("total_messages"), Number("connections"));

        int Number(string name) => stats.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : -1;
    }
}
