using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.WebSockets;

[Parallelizable(ParallelScope.All)]
public sealed class SignalTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task Connect_WhenAPeerIsConnected_SignalsThePeerOnce()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var peer = await RoomClient.JoinAsync(Api, room, ada);

        await using var client = await RoomClient.JoinAsync(Api, room, bob);

        await client.SayAsync("fence");
        var frames = new[] { await peer.ReceiveAsync(), await peer.ReceiveAsync() };
        Assert.That(frames.Select(Frames.Type), Is.EqualTo(new[] { "user_joined", "message" }));
        Assert.That(frames[0].GetProperty("user_id").GetGuid(), Is.EqualTo(bob.Id));
    }

    [Test]
    public async Task Connect_WhenTheRoomIsBusy_SendsTheOwnUserJoinedFirst()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var peer = await RoomClient.JoinAsync(Api, room, ada);
        using var enough = new CancellationTokenSource();
        var talking = TalkAsync(peer, enough.Token);

        var firsts = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            await using var client = await RoomClient.OpenAsync(Api, room, bob.Id, after: i % 2 == 0 ? null : 0);
            var frame = await client.ReceiveAsync();
            firsts.Add($"{frame.Type()} {frame.GetProperty("username")}");
        }

        await enough.CancelAsync();
        await talking;
        Assert.That(firsts, Is.All.EqualTo("user_joined bob"));
    }

    [Test]
    public async Task Connect_WhenTheUserIsAlreadyPresent_SignalsOnlyTheNewSocket()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var peer = await RoomClient.JoinAsync(Api, room, ada);
        await using var first = await RoomClient.JoinAsync(Api, room, bob);
        await peer.ReceiveAsync("user_joined");

        await using var second = await RoomClient.JoinAsync(Api, room, bob);

        await second.SayAsync("fence");
        Assert.That((await peer.ReceiveAsync()).Type(), Is.EqualTo("message"));
        Assert.That((await first.ReceiveAsync()).Type(), Is.EqualTo("message"));
    }

    [Test]
    public async Task Close_WhenTheUserHasAnotherSocket_SendsNoSignal()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var peer = await RoomClient.JoinAsync(Api, room, ada);
        await using var first = await RoomClient.JoinAsync(Api, room, bob);
        await using var second = await RoomClient.JoinAsync(Api, room, bob);
        await peer.ReceiveAsync("user_joined");

        await first.CloseAsync();

        await Eventually.BeTrueAsync(async () => await ConnectionsAsync(room, bob) == 1, "one socket is left");
        await second.SayAsync("fence");
        Assert.That((await peer.ReceiveAsync()).Type(), Is.EqualTo("message"));
    }

    [Test]
    public async Task Close_WhenItIsTheUsersLastSocket_SignalsThePeersOnce()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var peer = await RoomClient.JoinAsync(Api, room, ada);
        await using var first = await RoomClient.JoinAsync(Api, room, bob);
        await using var second = await RoomClient.JoinAsync(Api, room, bob);

        await first.CloseAsync();
        second.Abort();

        Assert.That((await peer.ReceiveAsync("user_left")).GetProperty("user_id").GetGuid(), Is.EqualTo(bob.Id));
        await Api.WaitForPresenceAsync(room, 1);
        Assert.That(await peer.DrainAsync(), Is.Empty);
    }

    [Test]
    public async Task Connect_WhenAUserReconnectsManyTimes_KeepsTheOrderOfTheSignals()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var peer = await RoomClient.JoinAsync(Api, room, ada);

        for (var i = 0; i < 25; i++)
        {
            await using var client = await RoomClient.JoinAsync(Api, room, bob);
            await client.CloseAsync();
            // If the user reconnects before the server has detected the end of the old socket, no signal is sent.
            await Api.WaitForPresenceAsync(room, 1);
        }

        var frames = await peer.ReceiveManyAsync(50);
        Assert.That(frames.Select(Frames.Type), Is.EqualTo(Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? "user_joined" : "user_left")));
    }

    [Test]
    public async Task Presence_WhenUsersHaveSeveralSockets_CountsThem()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var first = await RoomClient.JoinAsync(Api, room, ada);
        await using var second = await RoomClient.JoinAsync(Api, room, ada);
        await using var third = await RoomClient.JoinAsync(Api, room, bob);

        var presence = await Api.GetJsonAsync($"/rooms/{room}/presence");

        Assert.Multiple(() =>
        {
            Assert.That(presence.Members(), Is.EquivalentTo(new[] { "count", "users" }));
            Assert.That(presence.GetProperty("count").GetInt32(), Is.EqualTo(2));
            Assert.That(
                presence.GetProperty("users").EnumerateArray().Select(user => user.ToString()),
                Is.EquivalentTo(new[]
                {
                    $$"""{"id":"{{ada.Id}}","username":"ada","connections":2}""",
                    $$"""{"id":"{{bob.Id}}","username":"bob","connections":1}""",
                }));
        });
    }

    [Test]
    public async Task Presence_WhenTheLastSocketIsClosed_IsEmpty()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.CloseAsync();

        var presence = await Api.WaitForPresenceAsync(room, 0);
        Assert.That(presence.GetProperty("users").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Join_WhenItComesOverHttp_SendsNoSignal()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await Api.PostJsonAsync($"/rooms/{room}/join", new { user_id = bob.Id });
        await Api.PostJsonAsync($"/rooms/{room}/leave", new { user_id = bob.Id });

        Assert.That(await client.DrainAsync(), Is.Empty);
    }

    [Test]
    public async Task Typing_WhenAPeerIsConnected_ReachesThePeerAndNotTheSender()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);
        await using var peer = await RoomClient.JoinAsync(Api, room, bob);
        await client.ReceiveAsync("user_joined");

        await client.SendAsync(new { type = "typing" });

        Assert.That((await peer.ReceiveAsync()).Type(), Is.EqualTo("typing"));
        Assert.That(await client.DrainAsync(), Is.Empty);
    }

    [Test]
    public async Task Typing_WhenItIsSent_IsNotStored()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);
        await using var peer = await RoomClient.JoinAsync(Api, room, bob);

        await client.SendAsync(new { type = "typing" });

        await peer.ReceiveAsync("typing");
        Assert.That(await Api.ReadEventsAsync(room), Is.Empty);
    }

    [Test]
    public async Task Typing_WhenAMessageFollows_ComesBeforeTheMessage()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);
        await using var peer = await RoomClient.JoinAsync(Api, room, bob);

        await client.SendAsync(new { type = "typing" });
        await client.SayAsync("hello");

        var frames = await peer.ReceiveManyAsync(2);
        Assert.That(frames.Select(Frames.Type), Is.EqualTo(new[] { "typing", "message" }));
    }

    [Test]
    public async Task Frames_WhenThereIsAnotherRoom_StayInTheirRoom()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        var otherRoom = await Api.CreateRoomAsync("other");
        await using var stranger = await RoomClient.JoinAsync(Api, otherRoom, ada);
        await using var client = await RoomClient.JoinAsync(Api, room, bob);

        await client.SendAsync(new { type = "typing" });
        await client.SayAsync("hello");

        await client.ReceiveAsync("message");
        Assert.That(await stranger.DrainAsync(), Is.Empty);
    }

    private async Task<int> ConnectionsAsync(Guid room, TestUser user)
    {
        var presence = await Api.GetJsonAsync($"/rooms/{room}/presence");
        return presence.GetProperty("users").EnumerateArray()
            .Where(present => present.GetProperty("id").GetGuid() == user.Id)
            .Sum(present => present.GetProperty("connections").GetInt32());
    }

    private static async Task TalkAsync(RoomClient client, CancellationToken enough)
    {
        for (var i = 0; i < 400 && !enough.IsCancellationRequested; i++)
        {
            await client.SayAsync($"m{i}");
            await client.ReceiveAsync("message");
        }
    }
}
