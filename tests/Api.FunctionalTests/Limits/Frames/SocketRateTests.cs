using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Limits.Frames;

[Parallelizable(ParallelScope.Self)]
public sealed class SocketRateTests(Column column) : OnEachServer(column)
{
    private ApiServer _api = null!;
    private ApiServer _slow = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        (string, string)[] limited = [("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", "100000")];
        _api = await StartServerAsync(limited);
        // The rate is one frame per second, so that tokens added during a test do not affect its counts.
        _slow = await StartServerAsync([.. limited, ("RateLimiting__FramesPerSecond", "1")]);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _api.DisposeAsync();
        await _slow.DisposeAsync();
    }

    [Test]
    public async Task Send_WhenAHundredAreSentTogether_AcceptsAll()
    {
        var (room, ada, _) = await _api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(_api, room, ada);

        for (var i = 0; i < 100; i++)
            await client.SayAsync($"m{i}");

        var frames = await client.ReceiveManyAsync(100);
        Assert.That(frames.Select(Support.Frames.Type), Is.All.EqualTo("message"));
    }

    [TestCase("""{"content":"m"}""", TestName = "Send_WhenMessagesAreMoreThanABurst_RefusesTheRest")]
    [TestCase("""{"type":"ping"}""", TestName = "Send_WhenPingsAreMoreThanABurst_RefusesTheRest")]
    [TestCase("""{"type":"typing"}""", TestName = "Send_WhenTypingIsMoreThanABurst_RefusesTheRest")]
    [TestCase("bad", TestName = "Send_WhenBadFramesAreMoreThanABurst_RefusesTheRest")]
    public async Task Send_WhenFramesAreMoreThanABurst_RefusesTheRest(string frame)
    {
        var (room, ada, _) = await _slow.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(_slow, room, ada);

        for (var i = 0; i < 150; i++)
            await client.SendTextAsync(frame);

        // Forty refused frames do not close the socket, because that takes a hundred. The bucket gains only a few tokens until
        // then.
        var refused = new List<string>();
        while (refused.Count < 40)
        {
            if (await client.ReceiveAsync("error") is var error && error.Code() != "invalid_json")
                refused.Add(error.Code());
        }
        Assert.That(refused, Is.All.EqualTo("rate_limited"));
        Assert.That(client.State, Is.EqualTo(System.Net.WebSockets.WebSocketState.Open));
    }

    [Test]
    public async Task Send_WhenAHundredWereRefused_ClosesWith4029()
    {
        var (room, ada, _) = await _api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(_api, room, ada);

        await client.FloodAsync(5_000);

        Assert.That((await client.WaitForCloseAsync()).Code, Is.EqualTo(4029));
        await _api.WaitForPresenceAsync(room, 0);
    }

    [Test]
    public async Task Send_WhenFramesAreRefused_StoresNoneOfThem()
    {
        var (room, ada, _) = await _slow.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(_slow, room, ada);

        for (var i = 0; i < 150; i++)
            await client.SayAsync($"m{i}");

        var frames = await client.ReceiveManyAsync(150);
        var messages = frames.OfType("message").ToList();
        Assert.Multiple(() =>
        {
            Assert.That(messages, Has.Count.AtLeast(100));
            Assert.That(frames.OfType("error").Count(), Is.EqualTo(150 - messages.Count));
        });
        Assert.That((await _slow.ReadEventsAsync(room)).Select(Support.Frames.Content), Is.EqualTo(messages.Select(Support.Frames.Content)));
    }

    [Test]
    public async Task Send_WhenAnotherSocketIsRefused_IsTaken()
    {
        var (room, ada, bob) = await _slow.CreateRoomForTwoAsync();
        await using var flooder = await RoomClient.JoinAsync(_slow, room, ada);
        await using var client = await RoomClient.JoinAsync(_slow, room, bob);
        for (var i = 0; i < 120; i++)
            await flooder.SendAsync(new { type = "ping" });
        await flooder.ReceiveAsync("error");

        await client.SayAsync("hello");

        Assert.That((await client.ReceiveAsync("message")).Content(), Is.EqualTo("hello"));
    }

    [Test]
    public async Task Send_WhenLimitsAreOff_AcceptsAThousandTogether()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        for (var i = 0; i < 1_000; i++)
            await client.SendAsync(new { type = "ping" });

        var frames = await client.ReceiveManyAsync(1_000);
        Assert.That(frames.Select(Support.Frames.Type), Is.All.EqualTo("pong"));
    }
}
