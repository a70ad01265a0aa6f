using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Videos.Bunny;
using VideoChat.Api.FunctionalTests.Webhooks;

namespace VideoChat.Api.FunctionalTests.Observability;

[Parallelizable(ParallelScope.All)]
public sealed class MetricsTests
{
    [Test]
    public async Task Metrics_WhenPostedMessagesAreRefused_CountWhy()
    {
        await using var api = await ApiServer.StartAsync(("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", "8"));
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());
        var path = $"/rooms/{room}/messages";
        await BreakOffAsync(api, path);
        (await api.PostAsync(path, "{ no JSON")).Dispose();
        (await api.PostAsync(path, new { user_id = ada.Id, content = "" })).Dispose();
        (await api.PostAsync(path, new string(' ', 65 * 1_024))).Dispose();
        (await api.PostAsync(path, new StringContent("hello"))).Dispose();
        (await api.PostAsync($"/rooms/{Guid.NewGuid()}/messages", new { user_id = ada.Id, content = "hello" })).Dispose();
        (await api.PostAsync(path, new { user_id = ada.Id, content = "hello" })).Dispose();

        // The test polls, because the server caches a response for 300 ms.
        var metrics = Metrics.Parse("");
        await Eventually.BeTrueAsync(
            async () => (metrics = await Metrics.ReadAsync(api)).Sum("videochat_messages_refused_total") >= 6, "all are counted");

        Assert.Multiple(() =>
        {
            Assert.That(metrics.Sum("videochat_messages_refused_total", "\"invalid_json\""), Is.EqualTo(1));
            Assert.That(metrics.Sum("videochat_messages_refused_total", "\"invalid_message\""), Is.EqualTo(4), "empty, too large, no JSON at all, no such room");
            Assert.That(metrics.Sum("videochat_messages_refused_total", "\"rate_limited\""), Is.EqualTo(1));
            Assert.That(metrics.Sum("videochat_messages_refused_total"), Is.EqualTo(6), "who breaks off was refused nothing");
            Assert.That(metrics.Sum("videochat_messages_accepted_total"), Is.Zero);
        });
    }

    [Test]
    public async Task Metrics_WhenAnotherMachineHasWritten_MeasureTheLagOfItsMessages()
    {
        PostgresDatabase.IgnoreWithoutServer();
        await using var database = await PostgresDatabase.CreateAsync();
        (string Key, string Value)[] shared =
        [
            ("Database__Provider", "Postgres"), ("ConnectionStrings__Default", database.ConnectionString),
            ("Backplane__Provider", "Redis"), ("ConnectionStrings__Redis", TestRedis.Shared()),
        ];
        await using var one = await ApiServer.StartAsync(shared);
        await using var other = await ApiServer.StartAsync(shared);
        var (ada, room) = (await one.CreateUserAsync(), await one.CreateRoomAsync());
        await using var client = await RoomClient.JoinAsync(other, room, ada);

        await one.PostMessageAsync(room, ada, "hello");
        await client.ReceiveAsync("message");

        await Eventually.BeTrueAsync(
            async () => (await Metrics.ReadAsync(other)) is var metrics
                && metrics.Names.Contains("videochat_delivery_remote_lag_seconds_count")
                && metrics.Sum("videochat_delivery_remote_lag_seconds_count") == 1
                && metrics.Sum("videochat_delivery_remote_lag_seconds_sum") is > 0 and < 10,
            "it is counted");
    }

    [Test]
    public async Task Metrics_WhenHandshakesAreRefused_CountWhy()
    {
        await using var api = await ApiServer.StartAsync(("Limits__MaxWebSockets", "1"));
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        await using var one = await RoomClient.JoinAsync(api, room, ada);
        using var full = await RawSocket.StartHandshakeAsync(api, room, bob.Id);
        using var foreign = await RawSocket.StartHandshakeAsync(api, room, bob.Id, headers: "Origin: https://evil.example\r\n");
        using var plain = await api.GetAsync($"/ws/{room}/{bob.Id}");

        await Eventually.BeTrueAsync(
            async () => (await Metrics.ReadAsync(api)) is var metrics
                && new[] { "full", "origin", "no_upgrade" }.All(why => metrics.Sum("videochat_connections_refused_total", $"\"{why}\"") == 1),
            "all three are counted");
    }

    [Test]
    public async Task Metrics_WhenASocketCannotBegin_CountItsCloseOnce()
    {
        await using var api = await ApiServer.StartAsync();
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());
        await api.ExecuteSqlAsync("ALTER TABLE memberships RENAME TO gone");

        await using var client = await RoomClient.OpenAsync(api, room, ada.Id);
        await client.WaitForCloseAsync();

        await Eventually.BeTrueAsync(
            async () => (await Metrics.ReadAsync(api)) is var metrics
                && metrics.Sum("videochat_connections_closed_total", "\"1011\"") == 1
                && metrics.Sum("videochat_connections_closed_total") == 1,
            "it is counted");
    }

    [TestCase(RawSocket.Text, "1007", TestName = "Metrics_WhenATextIsNoUtf8_CountTheCodeThatWasSent")]
    [TestCase((byte)0x83, "1002", TestName = "Metrics_WhenAnOpcodeIsReserved_CountTheCodeThatWasSent")]
    public async Task Metrics_WhenTheFrameworkCloses_CountTheCodeThatWasSent(byte firstByte, string code)
    {
        await using var api = await ApiServer.StartAsync();
        var (room, ada, _) = await api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(api, room, ada.Id);

        await socket.SendAsync(firstByte, [0xFF]);

        Assert.That(await socket.ReadToEndAsync(), Is.EqualTo(int.Parse(code, CultureInfo.InvariantCulture)));
        await Eventually.BeTrueAsync(
            async () => (await Metrics.ReadAsync(api)) is var metrics
                && metrics.Sum("videochat_connections_closed_total", $"\"{code}\"") == 1
                && metrics.Sum("videochat_connections_closed_total") == 1,
            "it is counted");
    }

    [Test]
    public async Task Metrics_WhenTheDatabaseDoesNotAnswer_SaySo()
    {
        await using var api = await ApiServer.StartAsync();
        await Eventually.BeTrueAsync(async () => (await Metrics.ReadAsync(api)).Sum("videochat_database_up") > 0, "it has arrived");

        await api.ExecuteSqlAsync("ALTER TABLE counters RENAME TO gone");

        await Eventually.BeTrueAsync(async () => (await Metrics.ReadAsync(api)).Sum("videochat_database_up") == 0, "it is away");
        await api.ExecuteSqlAsync("ALTER TABLE gone RENAME TO counters");
        await Eventually.BeTrueAsync(async () => (await Metrics.ReadAsync(api)).Sum("videochat_database_up") > 0, "it is back");
    }

    [Test]
    public async Task Metrics_Always_HaveNoIdsInTheirLabels()
    {
        await using var api = await ApiServer.StartAsync();
        var (ada, room) = (await api.CreateUserAsync("adalovelace"), await api.CreateRoomAsync("analyticalengine"));
        await using var client = await RoomClient.JoinAsync(api, room, ada);
        await api.PostMessageAsync(room, ada, "whatever");
        using var missing = await api.GetAsync($"/rooms/{Guid.NewGuid()}/nothing");

        var labels = (await Metrics.ReadAsync(api)).Labels.Where(label => !label.Contains("service_instance_id", StringComparison.Ordinal));

        Assert.That(labels, Has.None.Match("[0-9a-f]{8}-[0-9a-f]{4}").And.None.Contain("adalovelace").And.None.Contain("analyticalengine"));
    }

    [Test]
    public async Task Metrics_OnPostgres_NameThePoolAndNothingOfTheConnectionString()
    {
        PostgresDatabase.IgnoreWithoutServer();
        await using var api = await ApiServer.StartAsync(Column.Postgres);
        await api.CreateUserAsync();

        var metrics = await Metrics.ReadAsync(api);

        var pools = metrics.LabelsOf("db_client_connection_max");
        Assert.That(pools, Is.Not.Empty.And.All.Contains("pool_name=\"videochat"));
        Assert.That(metrics.Labels, Has.None.Contains("Host=").IgnoreCase.And.None.Contains("Username=").IgnoreCase.And.None.Contains("127.0.0.1;"));
    }

    [Test]
    public async Task Metrics_WhenSocketsAndProbesArrive_DoNotCountThemAsRequests()
    {
        await using var api = await ApiServer.StartAsync();
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());
        await using (var client = await RoomClient.JoinAsync(api, room, ada))
            await client.CloseAsync();
        await using var open = await RoomClient.JoinAsync(api, room, ada);
        using var health = await api.GetAsync("/health");

        var metrics = await Metrics.ReadAsync(api);

        Assert.That(metrics.Sum("http_server_request_duration_seconds_count"), Is.EqualTo(2), "the user and the room");
        Assert.That(metrics.Sum("http_server_active_requests"), Is.GreaterThanOrEqualTo(2), "the open socket and the scrape are in progress");
    }

    [Test]
    public async Task Metrics_WhenTheProviderIsCalled_CountItsAnswers()
    {
        await using var server = await BunnyServer.StartAsync();
        var (room, listener) = await server.OpenRoomAsync();
        await using var _ = listener;
        var created = await server.Api.CreateUploadAsync(room);
        await server.Api.PutFileForStatusAsync(created.IdOf(), new byte[1_000]);
        server.Bunny.Videos.Clear();
        await server.Bunny.Webhooks.SendAsync(created.IdOf(), [3]);
        await Eventually.BeTrueAsync(
            async () => (await Metrics.ReadAsync(server.Api)).Sum("videochat_video_provider_request_duration_seconds_count", "\"not_found\"") > 0,
            "the deleted video is requested");
        await server.StopBunnyAsync();
        using var failed = await server.Api.PostAsync($"/rooms/{room}/video-upload", new { title = "x" });

        var metrics = await Metrics.ReadAsync(server.Api);

        Assert.That(CountOf("ok"), Is.GreaterThanOrEqualTo(1));
        // The result depends on the moment, because the calls are retried until the circuit breaker opens.
        Assert.That(CountOf("connection") + CountOf("circuit_open"), Is.EqualTo(1));
        Assert.That(CountOf("refused"), Is.Zero);
        Assert.That(metrics.Sum("videochat_video_provider_circuit_open"), Is.Zero.Or.EqualTo(1));

        double CountOf(string result) => metrics.Sum("videochat_video_provider_request_duration_seconds_count", $"\"{result}\"");
    }

    [Test]
    public async Task Metrics_WhenWebhooksAreDelivered_CountTheAttempts()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var api = await ApiServer.StartAsync(WebhookServer.Settings);
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());
        receiver.Answer("/metrics-test", 500, 200);
        await api.CreateWebhookAsync(receiver.UrlOf("/metrics-test"), room);
        await api.PostMessageAsync(room, ada, "hello");

        await Eventually.BeTrueAsync(() => receiver.ReceivedAt("/metrics-test").Count >= 2, "it was delivered");
        await Eventually.BeTrueAsync(
            async () => (await Metrics.ReadAsync(api)) is var metrics
                && metrics.Names.Contains("videochat_webhook_attempt_duration_seconds_count")
                && metrics.Sum("videochat_webhook_attempt_duration_seconds_count", "\"delivered\"") > 0
                && metrics.Sum("videochat_webhook_attempt_duration_seconds_count", "\"refused\"") > 0,
            "both attempts are counted");
    }

    [Test]
    public async Task Metrics_WhenMachinesAreConnected_MeasureTheLagOfTheBackplane()
    {
        await using var api = await ApiServer.StartAsync(
            ("Backplane__Provider", "Redis"), ("ConnectionStrings__Redis", TestRedis.Shared()));

        await Eventually.BeTrueAsync(
            async () => (await Metrics.ReadAsync(api)) is var metrics
                && metrics.Sum("videochat_backplane_up") > 0
                && metrics.Names.Contains("videochat_backplane_lag_seconds_count"),
            "the echo is counted");
    }

    [TestCase(0.4, "0.25")]
    [TestCase(1.4, "1")]
    public async Task Metrics_WhenPublicationsAreLate_SaySo(double seconds, string boundary)
    {
        await using var redis = TestRedis.Start();
        await using var wire = new Wire(redis.Port) { PublicationDelay = TimeSpan.FromSeconds(seconds) };
        await using var api = await ApiServer.StartAsync(("Backplane__Provider", "Redis"), ("ConnectionStrings__Redis", wire.Address));

        await Eventually.BeTrueAsync(
            async () => (await Metrics.ReadAsync(api)) is var metrics
                && metrics.Names.Contains("videochat_backplane_lag_seconds_count")
                && metrics.Sum("videochat_backplane_lag_seconds_count") >= 2
                && metrics.Sum("videochat_backplane_lag_seconds_bucket", $"le=\"{boundary}\"") == 0
                && metrics.Sum("videochat_backplane_lag_seconds_sum") >= seconds * metrics.Sum("videochat_backplane_lag_seconds_count"),
            "echoes are counted, all of them late");
    }

    /// <summary>Sends a part of a body and disconnects.</summary>
    private static async Task BreakOffAsync(ApiServer api, string path)
    {
        using (var tcp = new TcpClient())
        {
            await tcp.ConnectAsync(api.Address.Host, api.Address.Port);
            await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"));
            // Waits until the server has read the headers.
            await Metrics.WaitForPostAsync(api);
            tcp.Client.Close(0);
        }
        await Eventually.BeTrueAsync(() => api.Log.Contains("\"status\":499", StringComparison.Ordinal), "it is over");
    }
}
