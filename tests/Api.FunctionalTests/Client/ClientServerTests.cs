using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Webhooks;

namespace VideoChat.Api.FunctionalTests.Client;

/// <summary>Runs the client's own tests against a server, in src/Client/tests.</summary>
public sealed class ClientServerTests(Column column) : OnEachServer(column)
{
    [TestCase("api.test.js")]
    [TestCase("room-socket.test.js")]
    [TestCase("open-room.test.js")]
    [TestCase("upload.test.js")]
    public Task Server(string file) => ClientTests.RunAsync($"server/{file}", ("VIDEOCHAT_URL", Api.Origin()));

    [Test]
    public Task Example_InATerminal() => ClientTests.RunAsync("examples/terminal.test.js", ("VIDEOCHAT_URL", Api.Origin()));

    [Test]
    public async Task Server_WhenItHasPartners_AndIsKilledAndStopped()
    {
        Program.Require("node");
        await using var api = await StartServerAsync(
            ("Realtime__MaxResumeEvents", "100"),
            ("Partners__ApiKeys", WebhookServer.HashOf(WebhookServer.Key)));
        await using var control = await ServerControl.StartAsync(api);

        await ClientTests.RunAsync("server/webhooks.test.js", ("VIDEOCHAT_URL", api.Origin()), ("VIDEOCHAT_KEY", WebhookServer.Key));
        await ClientTests.RunAsync("server/restart.test.js", ("VIDEOCHAT_URL", api.Origin()), ("VIDEOCHAT_CONTROL", control.Address));
    }

    [Test]
    public async Task Server_WhenItHasLimits()
    {
        Program.Require("node");
        await using var api = await StartServerAsync(
            ("RateLimiting__Enabled", "true"),
            ("RateLimiting__Requests", "20"),
            ("RateLimiting__WebSocketsPerAddress", "2"),
            ("RateLimiting__FramesPerSecond", "1"),
            ("RateLimiting__FrameBurst", "3"));

        await ClientTests.RunAsync("server/limits.test.js", ("VIDEOCHAT_URL", api.Origin()));
    }
}
