using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Health;

[Parallelizable(ParallelScope.All)]
public sealed class HealthTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task Health_WhenTheDatabaseAnswers_HasTheDocumentedBody()
    {
        using var response = await Api.GetAsync("/health");

        var health = await response.ReadJsonAsync();
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(health.Text("status"), Is.EqualTo("healthy"));
            Assert.That(health.Text("version"), Is.EqualTo("2.0.0"));
            Assert.That(health.Text("environment"), Is.EqualTo("production"));
        });
    }

    [Test]
    public async Task Health_WhenTheDatabaseAnswers_SaysHowThePartsAre()
    {
        var services = (await Api.GetJsonAsync("/health")).GetProperty("services");

        Assert.Multiple(() =>
        {
            Assert.That(services.Text("api"), Is.EqualTo("running"));
            Assert.That(services.Text("websocket"), Is.EqualTo("running"));
            Assert.That(services.Text("bunny_stream"), Is.EqualTo("disabled"));
            Assert.That(services.Text("database"), Is.EqualTo("up"));
            Assert.That(services.Text("backplane"), Is.EqualTo(Column == Column.Sqlite ? "in_process" : "up"));
            Assert.That(services.Text("video"), Is.AnyOf("local", "disabled"));
        });
    }

    [Test]
    public async Task Health_WhenThingsAreCreated_CountsThemExactly()
    {
        await using var api = await StartServerAsync();
        var empty = await StatsAsync(api);
        var users = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => api.CreateUserAsync()));
        var rooms = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => api.CreateRoomAsync()));
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => api.PostMessageAsync(rooms[i % 5], users[i % 7], $"{i}", $"{i}")));
        await api.PostMessageAsync(rooms[0], users[0], "0", "0");
        using var refused = await api.PostAsync("/users", new { username = "" });
        await using var socket = await RoomClient.JoinAsync(api, rooms[0], users[0]);

        var full = await StatsAsync(api);

        Assert.That(empty, Is.EqualTo((0, 0, 0, 0)));
        Assert.That(full, Is.EqualTo((5, 7, 40, 1)));
    }

    [Test]
    public async Task Health_WhenTheServerStartsAgain_CountsOn()
    {
        await using var api = await StartServerAsync();
        await api.PostMessageAsync(await api.CreateRoomAsync(), await api.CreateUserAsync(), "hello");

        api.Terminate();
        await api.WaitForExitAsync();
        await api.StartAsync();
        await api.CreateUserAsync();

        Assert.That(await StatsAsync(api), Is.EqualTo((1, 2, 1, 0)));
    }

    [TestCase("/health")]
    [TestCase("/health/live")]
    [TestCase("/health/ready")]
    public async Task Health_WhenRequestedWithHead_AnswersWithoutABody(string path)
    {
        using var response = await Api.SendAsync(HttpMethod.Head, path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.Empty);
    }

    [TestCase("/health/live", "alive")]
    [TestCase("/health/ready", "ready")]
    public async Task Probe_WhenAllIsWell_SaysSo(string path, string status)
    {
        var probe = await Api.GetJsonAsync(path);

        Assert.That(probe.Text("status"), Is.EqualTo(status));
    }

    [Test]
    public async Task Health_WhenTheDatabaseDoesNotAnswer_IsUnhealthyButAlive()
    {
        await using var api = await StartServerAsync();
        await api.ExecuteSqlAsync("ALTER TABLE counters RENAME TO gone");

        using var health = await api.GetAsync("/health");
        using var ready = await api.GetAsync("/health/ready");
        using var live = await api.GetAsync("/health/live");

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
        await using var api = await StartServerAsync();
        await api.KillAsync();
        var starting = Task.CompletedTask;
        await using (await api.HoldMigrationsAsync())
        {
            starting = api.StartAsync();
            await Eventually.BeTrueAsync(() => AnswersAsync(api, "/health/live"), "the server lives");

            using var ready = await api.GetAsync("/health/ready");
            using var health = await api.GetAsync("/health");
            using var users = await api.GetAsync("/users");
            using var root = await api.GetAsync("/");

            Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(health.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
            await Expect.ProblemAsync(users, HttpStatusCode.ServiceUnavailable);
            await Expect.ProblemAsync(root, HttpStatusCode.ServiceUnavailable);
            Assert.That(users.Headers.RetryAfter?.Delta, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
        }

        await starting;

        using var response = await api.GetAsync("/users");
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
