using System.Net;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.BunnyEmulator;

namespace VideoChat.Api.FunctionalTests.Videos.Bunny;

/// <summary>
/// Tests that need no special settings share a server. Each test makes its own uploads, and the faults that it sets end with it.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class BunnyFaultTests
{
    private BunnyServer _server = null!;
    private BunnyServer _limited = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await BunnyServer.StartAsync(("Bunny__BreakSeconds", "0.5"));
        _limited = await BunnyServer.StartAsync(("RateLimiting__Enabled", "true"));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _limited.DisposeAsync();
    }

    [TearDown]
    public void EndFault() => _server.Bunny.Fault = null;

    [Test]
    public async Task Webhook_WhenTheProvidersAnswerStaysOutdated_IsBelieved()
    {
        var (room, listener) = await _server.OpenRoomAsync();
        await using var _ = listener;
        var upload = await _server.Api.CreateUploadAsync(room);
        await _server.Api.PutFileForStatusAsync(upload.IdOf(), [1]);
        _server.Bunny.Transcode(upload.IdOf(), 99);

        await _server.Bunny.Webhooks.SendAsync(upload.IdOf(), 3);

        await listener.ReceiveAsync("video_ready");
    }

    [Test]
    public async Task Webhook_WithoutAKey_IsAcceptedUnchecked()
    {
        await using var server = await BunnyServer.StartAsync(("Bunny__ReadOnlyApiKey", ""));
        var (room, listener) = await server.OpenRoomAsync();
        await using var _ = listener;
        var upload = await server.Api.CreateUploadAsync(room);
        await server.Api.PutFileForStatusAsync(upload.IdOf(), [1]);
        server.Bunny.Webhooks.Arrange = _ => [];
        await server.Bunny.ProcessAsync(upload.IdOf());

        await server.Api.PostJsonAsync("/bunny-webhook", new { EventType = "VideoFileEncoded", VideoGuid = upload.IdOf() });

        await listener.ReceiveAsync("video_ready");
        Assert.That(server.Api.Log, Does.Contain("Bunny:ReadOnlyApiKey is not set"));
    }

    [Test]
    public async Task Provider_WhileItIsDown_DoesNotHinderTheChat()
    {
        var (room, listener) = await _server.OpenRoomAsync();
        await using var _ = listener;
        var ada = await _server.Api.CreateUserAsync();
        await _server.StopBunnyAsync();

        var statuses = new List<HttpStatusCode>();
        await Eventually.BeTrueAsync(
            async () =>
            {
                var (status, body) = await _server.Api.PostForStatusAsync($"/rooms/{room}/video-upload", new { });
                statuses.Add(status);
                Assert.That(body.Text("detail"), Is.Not.Empty);
                await _server.Api.PostMessageAsync(room, ada, "still here");
                await listener.ReceiveAsync("message");
                return status == HttpStatusCode.ServiceUnavailable;
            },
            "the circuit is open");
        var degraded = await HealthAsync(_server.Api);
        await _server.RestartBunnyAsync();
        await Eventually.BeTrueAsync(async () => await HealthAsync(_server.Api) == ("healthy", "enabled"), "it has recovered");
        var upload = await _server.Api.CreateUploadAsync(room);

        Assert.Multiple(() =>
        {
            Assert.That(statuses.SkipLast(1), Is.Not.Empty.And.All.EqualTo(HttpStatusCode.BadGateway));
            Assert.That(degraded, Is.EqualTo(("healthy", "degraded")));
            Assert.That(upload.Text("status"), Is.EqualTo("pending"));
        });
    }

    [Test]
    public async Task Provider_WhenItRefusesTheKey_Is502WithoutTheKey()
    {
        await using var server = await BunnyServer.StartAsync(("Bunny__ApiKey", "wrong-and-secret"));
        var room = await server.Api.CreateRoomAsync();

        var (status, body) = await server.Api.PostForStatusAsync($"/rooms/{room}/video-upload", new { });

        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.BadGateway));
            Assert.That(body.Text("detail"), Does.Contain("rejected the API key"));
            Assert.That(body + server.Api.Log, Does.Not.Contain("wrong-and-secret"));
        });
    }

    [Test]
    public async Task Provider_WhenItDoesNotAnswer_Is504()
    {
        // The timeout must also suffice for the healthy calls. The first call of a process is slow on a busy machine.
        await using var server = await BunnyServer.StartAsync(("Bunny__AttemptSeconds", "3"), ("Uploads__IdleSeconds", "3"));
        var room = await server.Api.CreateRoomAsync();
        var upload = await server.Api.CreateUploadAsync(room);

        server.Bunny.Fault = new Fault(FaultKind.Hang);
        var (created, _) = await server.Api.PostForStatusAsync($"/rooms/{room}/video-upload", new { });
        server.Bunny.Fault = new Fault(FaultKind.HoldTransfer);
        var uploaded = await server.Api.PutFileForStatusAsync(upload.IdOf(), new byte[100_000]);
        server.Bunny.Release();
        var again = await server.Api.PutFileForStatusAsync(upload.IdOf(), new byte[100_000]);

        Assert.That(
            (created, uploaded, again),
            Is.EqualTo((HttpStatusCode.GatewayTimeout, HttpStatusCode.GatewayTimeout, HttpStatusCode.OK)));
    }

    [Test]
    public async Task Provider_WhenItIsBusy_Is503AndSaysForHowLong()
    {
        var room = await _server.Api.CreateRoomAsync();
        _server.Bunny.Fault = new Fault(FaultKind.Status, 429, RetryAfter: "42");

        using var response = await _server.Api.PostAsync($"/rooms/{room}/video-upload", new { });

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(response.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(42)));
        });
    }

    [Test]
    public async Task Upload_WhenTheServerIsKilledInTheMiddle_CanBeTriedAgain()
    {
        var room = await _server.Api.CreateRoomAsync();
        var upload = await _server.Api.CreateUploadAsync(room);
        _server.Bunny.Fault = new Fault(FaultKind.HoldTransfer, Times: 1);

        var broken = _server.Api.PutFileForStatusAsync(upload.IdOf(), new byte[5_000_000]);
        await Eventually.BeTrueAsync(() => _server.Bunny.BytesReceived > 0, "the upload has begun");
        await _server.Api.KillAsync();
        Assert.That(async () => await broken, Throws.InstanceOf<HttpRequestException>());
        _server.Bunny.Release();
        await _server.Api.StartAsync();

        Assert.That(await _server.Api.PutFileForStatusAsync(upload.IdOf(), [1]), Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("live-stream", 5)]
    [TestCase("video-upload", 10)]
    public async Task Create_MoreThanIsAllowed_Is429(string path, int limit)
    {
        var room = await _limited.Api.CreateRoomAsync();
        for (var i = 0; i < limit; i++)
            await _limited.Api.PostJsonAsync($"/rooms/{room}/{path}", new { title = "A title" });

        using var refused = await _limited.Api.PostAsync($"/rooms/{room}/{path}", new { title = "A title" });

        Assert.Multiple(() =>
        {
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(refused.Headers.GetValues("X-RateLimit-Limit"), Is.EqualTo(new[] { $"{limit}" }));
            Assert.That(refused.Headers.GetValues("X-RateLimit-Remaining"), Is.EqualTo(new[] { "0" }));
            Assert.That(refused.Headers.RetryAfter!.Delta, Is.InRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)));
        });
    }

    private static async Task<(string? Status, string? Bunny)> HealthAsync(ApiServer api)
    {
        var health = await api.GetJsonAsync("/health");
        return (health.Text("status"), health.GetProperty("services").Text("bunny_stream"));
    }
}
