using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Observability;

/// <summary>The lines about requests. One server is shared, so each test finds its requests by their traces.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class LogTests
{
    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Log_InProduction_IsJsonInEveryLine()
    {
        await _api.CreateUserAsync();

        var lines = await LogLine.ReadUntilAsync(_api, line => line.Route() == "users");

        // Only the server's lines are checked, because the framework may log warnings on a busy machine.
        var ours = lines.Where(line => line.Text("category").StartsWith("VideoChat", StringComparison.Ordinal));
        Assert.That(ours.Select(line => line.Text("level")), Is.Not.Empty.And.All.EqualTo("information"));
        Assert.That(lines.Select(line => line.GetProperty("time").GetDateTime()), Is.Ordered);
    }

    [Test]
    public async Task Log_WhenARequestIsOver_HasALineWithItsTrace()
    {
        var (ada, room) = (await _api.CreateUserAsync(), await _api.CreateRoomAsync());
        using var refused = await _api.PostAsync($"/rooms/{room}/messages?token=hush", new { user_id = ada.Id, content = "" });
        var problem = await Expect.ProblemAsync(refused, HttpStatusCode.UnprocessableEntity);

        var line = (await LogLine.ReadUntilAsync(_api, line => line.Route() == "rooms/{room_id}/messages" && line.Status() == 422))[^1];

        Assert.That(line.Text("method"), Is.EqualTo("POST"));
        Assert.That(line.Text("trace_id"), Is.EqualTo(problem.Text("trace_id")));
        Assert.That(line.GetProperty("ms").GetDouble(), Is.Positive);
    }

    [Test]
    public async Task Log_Always_ContainsNoUserContent()
    {
        var (ada, room) = (await _api.CreateUserAsync("adalovelace"), await _api.CreateRoomAsync("analyticalengine"));
        await using (var client = await RoomClient.JoinAsync(_api, room, ada))
        {
            await client.SayAsync("a secret word");
            await client.ReceiveAsync("message");
            await client.SendTextAsync("{ broken secret }");
            await client.ReceiveAsync("error");
            await client.CloseAsync();
        }
        using var lost = await _api.GetAsync("/secret/path?and=secret");
        using var search = await _api.GetAsync("/rooms?limit=secret");
        using var denied = await _api.GetAsync("/webhooks", ("Authorization", "Bearer secret-key"));

        await LogLine.ReadUntilAsync(_api, line => line.Route() == "webhooks");

        Assert.That(_api.Log, Does.Not.Contain("secret").And.Not.Contain("adalovelace").And.Not.Contain("analyticalengine"));
        Assert.That(_api.Log, Does.Contain("\"route\":\"ws/{room_id}/{user_id}\"").And.Contain("\"route\":\"unknown\""));
    }

    [Test]
    public async Task Log_WhenProbesAndScrapesArrive_HasNoLineForThem()
    {
        var traces = new List<string>();
        foreach (var path in new[] { "/health", "/health/live", "/health/ready", "/metrics", "/rooms" })
        {
            var trace = Guid.NewGuid().ToString("N");
            traces.Add(trace);
            (await _api.GetAsync(path, ("traceparent", $"00-{trace}-b7ad6b7169203331-01"))).Dispose();
        }

        var lines = await LogLine.ReadUntilAsync(_api, line => line.IsOf(traces[^1]));

        Assert.That(traces.Where(trace => lines.Any(line => line.IsOf(trace))), Is.EqualTo(traces[^1..]));
        Assert.That(lines.Select(line => line.Route() ?? ""), Is.All.Not.Contains("health").And.All.Not.Contains("metrics"));
    }
}
