using System.Diagnostics;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

/// <summary>The tests share a server with short pings, except the one that measures the default.</summary>
public sealed class SilentPeerTests
{
    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await ApiServer.StartAsync(
        ("Realtime__PingSeconds", "1"), ("Realtime__PongTimeoutSeconds", "3"),
        // The timeout is longer than any test holds the database.
        ("ConnectionStrings__Default", "Default Timeout=60"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Silence_WhenAPeerAnswersNoPing_EndsItsSocketWithin30Seconds()
    {
        await using var api = await ApiServer.StartAsync();
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        await using var healthy = await RoomClient.JoinAsync(api, room, bob);
        using var answering = await RawSocket.OpenAsync(api, room, bob.Id);
        var answers = AnswerPingsAsync(answering);
        using var silent = await RawSocket.OpenAsync(api, room, ada.Id);
        var silence = Stopwatch.StartNew();

        var left = await healthy.ReceiveAsync("user_left");

        Assert.That(silence.Elapsed, Is.InRange(TimeSpan.FromSeconds(24), TimeSpan.FromSeconds(30)));
        Assert.That(left.GetProperty("user_id").GetGuid(), Is.EqualTo(ada.Id));
        var presence = await api.WaitForPresenceAsync(room, 1);
        Assert.That(presence.GetProperty("users")[0].GetProperty("connections").GetInt32(), Is.EqualTo(2));
        // The other peers must still be connected after another round of pings, and nothing may be sent twice.
        var (first, second) = await answers;
        Assert.That(first, Is.InRange(TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(19)));
        Assert.That(second - first, Is.InRange(TimeSpan.FromSeconds(13), TimeSpan.FromSeconds(19)));
        Assert.That(await healthy.DrainAsync(), Is.Empty);

        static async Task<(TimeSpan First, TimeSpan Second)> AnswerPingsAsync(RawSocket socket)
        {
            var clock = Stopwatch.StartNew();
            var times = new List<TimeSpan>();
            while (times.Count < 2)
            {
                var payload = await socket.ReceiveAsync(opcode: 9);
                times.Add(clock.Elapsed);
                await socket.SendAsync(RawSocket.Pong, payload);
            }
            return (times[0], times[1]);
        }
    }

    [Test]
    public async Task Silence_WhenTheRoomIsBusy_EndsTheSilentSocketAlone()
    {
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        using var silent = await RawSocket.OpenAsync(_api, room, ada.Id);
        await using var talker = await RoomClient.JoinAsync(_api, room, bob);

        var left = false;
        for (var i = 0; !left; i++)
        {
            await talker.SayAsync($"m{i}");
            string type;
            while ((type = (await talker.ReceiveAsync()).Type()) != "message")
                left |= type == "user_left";
        }

        Assert.That(await silent.ReadToEndAsync(), Is.EqualTo(1006));
        await _api.WaitForPresenceAsync(room, 1);
    }

    [Test]
    public async Task Silence_WhenTheServerDoesNotRead_DoesNotTimeOut()
    {
        const int Count = 2_000;
        // Seven pings take 7 to 14 s, because a ping that misses its tick is sent at the next.
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        await using var sender = await RoomClient.JoinAsync(_api, room, ada);
        using var clock = await RawSocket.OpenAsync(_api, room, bob.Id);
        await clock.ReceiveAsync(opcode: 1);

        // The disk is slow: 256 messages are in flight, so the socket is not read and its pongs are not seen.
        await using (await _api.HoldDatabaseAsync())
        {
            await sender.FloodAsync(Count);
            for (var i = 0; i < 7; i++)
                await clock.SendAsync(RawSocket.Pong, await clock.ReceiveAsync(opcode: 9));
        }
        await _api.WaitUntilReadyAsync();
        await sender.SayAsync("the same socket", "last");

        // Messages held for more than 8 s are answered with errors. If their transaction commits later, they are published too.
        var frames = new List<JsonElement>();
        do
            frames.Add(await sender.ReceiveAsync());
        while (frames[^1].Type() != "message" || frames[^1].Content() != "the same socket");
        var errors = frames.Where(frame => frame.Type() == "error").ToList();
        var contents = frames.Where(frame => frame.Type() == "message").Select(Frames.Content).SkipLast(1).ToList();
        Assert.That(errors.Select(error => error.Text("code")), Is.All.EqualTo("unavailable"));
        Assert.That(contents, Is.EqualTo(Enumerable.Range(0, Count).Select(i => $"m{i}").Where(contents.ToHashSet().Contains)));
        Assert.That(contents.Count + errors.Count, Is.GreaterThanOrEqualTo(Count));
    }

    [Test]
    public async Task Silence_WhenAPeerAnswersPingsAndSaysNothing_IsNoReasonToEndIt()
    {
        var (room, ada, bob) = await _api.CreateRoomForTwoAsync();
        await using var idle = await RoomClient.JoinAsync(_api, room, ada);
        using var clock = await RawSocket.OpenAsync(_api, room, bob.Id);

        for (var i = 0; i < 6; i++)
            await clock.SendAsync(RawSocket.Pong, await clock.ReceiveAsync(opcode: 9));

        await _api.PostMessageAsync(room, bob, "hello");
        Assert.That((await idle.ReceiveAsync("message")).Content(), Is.EqualTo("hello"));
    }
}
