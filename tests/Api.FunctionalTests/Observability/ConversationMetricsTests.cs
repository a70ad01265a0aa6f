using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Observability;

/// <summary>The metrics after one short conversation: two members, one message, two refused ones, and one socket that resumes and closes.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance), Parallelizable(ParallelScope.All)]
public sealed class ConversationMetricsTests
{
    private ApiServer _api = null!;
    private RoomClient _ada = null!;
    private RoomClient _bob = null!;
    private Metrics _metrics = Metrics.Parse("");

    [OneTimeSetUp]
    public async Task TalkAsync()
    {
        _api = await ApiServer.StartAsync();
        var (ada, bob, room) = (await _api.CreateUserAsync(), await _api.CreateUserAsync("bob"), await _api.CreateRoomAsync());
        _ada = await RoomClient.JoinAsync(_api, room, ada);
        _bob = await RoomClient.JoinAsync(_api, room, bob);
        await _ada.SayAsync("hello");
        await _ada.ReceiveAsync("message");
        await _bob.ReceiveAsync("message");
        await _ada.SendTextAsync("no JSON");
        await _ada.ReceiveAsync("error");
        using var refused = await _api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content = "" });
        await using var back = await RoomClient.JoinAsync(_api, room, bob, after: 0);
        await back.ReceiveAsync("message");
        await back.CloseAsync();

        await Eventually.BeTrueAsync(
            async () => (_metrics = await Metrics.ReadAsync(_api)).Sum("videochat_connections_closed_total", "\"1000\"") > 0,
            "the closed socket is counted");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _ada.DisposeAsync();
        await _bob.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Test]
    public void Connections_AreTheOpenSockets() => Assert.That(_metrics.Sum("videochat_connections"), Is.EqualTo(2));

    [Test]
    public void Rooms_AreThoseWithSockets() => Assert.That(_metrics.Sum("videochat_rooms"), Is.EqualTo(1));

    [Test]
    public void QueuedBytes_WhenEveryoneHasRead_AreZero() => Assert.That(_metrics.Sum("videochat_connections_queued_bytes"), Is.Zero);

    [Test]
    public void AcceptedMessages_AreTheStoredOnes() => Assert.That(_metrics.Sum("videochat_messages_accepted_total"), Is.EqualTo(1));

    [TestCase("invalid_json", TestName = "RefusedMessages_OfASocket_HaveTheCodeOfTheErrorFrame")]
    [TestCase("invalid_message", TestName = "RefusedMessages_OfAPost_HaveTheCodeThatASocketWouldGet")]
    public void RefusedMessages_HaveACode(string code) =>
        Assert.That(_metrics.Sum("videochat_messages_refused_total", $"\"{code}\""), Is.EqualTo(1));

    [Test]
    public void Deliveries_AreOnePerSocketAndMessage() => Assert.That(_metrics.Sum("videochat_deliveries_total"), Is.EqualTo(2));

    [Test]
    public void DeliveryLag_IsMeasuredOncePerMessage() => Assert.That(_metrics.Sum("videochat_delivery_lag_seconds_count"), Is.EqualTo(1));

    [Test]
    public void Resumes_WithReplay_AreCounted() => Assert.That(_metrics.Sum("videochat_resumes_total", "\"replay\""), Is.EqualTo(1));

    [TestCase("videochat_log_commit_duration_seconds_count")]
    [TestCase("videochat_log_batch_size_sum")]
    public void Log_CountsTheWritesOfUsersRoomAndMessage(string name) => Assert.That(_metrics.Sum(name), Is.GreaterThanOrEqualTo(4));

    [Test]
    public void LogFailures_WhenEachWriteSucceeds_AreZero() => Assert.That(_metrics.Sum("videochat_log_failures_total"), Is.Zero);

    [Test]
    public void Requests_AreCountedByRoute() =>
        Assert.That(_metrics.Sum("http_server_request_duration_seconds_count", "http_route=\"rooms/{room_id}/messages\""), Is.EqualTo(1));

    [TestCase("kestrel_active_connections")]
    [TestCase("dotnet_process_cpu_time_seconds_total")]
    public void Names_IncludeThoseOfTheFramework(string name) => Assert.That(_metrics.Names, Has.Member(name));
}
