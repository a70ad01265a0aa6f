using System.Diagnostics;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

public sealed class SilentPeerTests
{
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
        // After another round of pings the others are still connected, and nothing was sent twice.
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
        await using var api = await StartWithShortPingsAsync();
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        using var silent = await RawSocket.OpenAsync(api, room, ada.Id);
        await using var talker = await RoomClient.JoinAsync(api, room, bob);

        var left = false;
        for (var i = 0; !left; i++)
        {
            await talker.SayAsync($"m{i}");
            string type;
            while ((type = (await talker.ReceiveAsync()).Type()) != "message")
                left |= type == "user_left";
        }

        Assert.That(await silent.ReadToEndAsync(), Is.EqualTo(1006));
        await api.WaitForPresenceAsync(room, 1);
    }

    [Test]
    public async Task Silence_WhenTheServerDoesNotRead_DoesNotTimeOut()
    {
        const int Count = 2_000;
        // The busy timeout must be longer than the hold. Seven pings take 7 to 14 s, because a ping that misses its tick is sent at the
        // next.
        await using var api = await StartWithShortPingsAsync(("ConnectionStrings__Default", "Default Timeout=60"));
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        await using var sender = await RoomClient.JoinAsync(api, room, ada);
        using var clock = await RawSocket.OpenAsync(api, room, bob.Id);
        await clock.ReceiveAsync(opcode: 1);

        // The disk is slow: 256 messages are in flight, so the socket is not read and its pongs are not seen.
        await using (await api.HoldDatabaseAsync())
        {
            await sender.FloodAsync(Count);
            for (var i = 0; i < 7; i++)
                await clock.SendAsync(RawSocket.Pong, await clock.ReceiveAsync(opcode: 9));
        }
        await api.WaitUntilReadyAsync();
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
        await using var api = await StartWithShortPingsAsync();
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        await using var idle = await RoomClient.JoinAsync(api, room, ada);
        using var clock = await RawSocket.OpenAsync(api, room, bob.Id);

        for (var i = 0; i < 6; i++)
            await clock.SendAsync(RawSocket.Pong, await clock.ReceiveAsync(opcode: 9));

        await api.PostMessageAsync(room, bob, "hello");
        Assert.That((await idle.ReceiveAsync("message")).Content(), Is.EqualTo("hello"));
    }

    private static Task<ApiServer> StartWithShortPingsAsync(params (string Key, string Value)[] settings) =>
        ApiServer.StartAsync([("Realtime__PingSeconds", "1"), ("Realtime__PongTimeoutSeconds", "3"), .. settings]);
}
