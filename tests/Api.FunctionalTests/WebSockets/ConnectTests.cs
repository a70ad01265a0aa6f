using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.WebSockets;

[Parallelizable(ParallelScope.All)]
public sealed class ConnectTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task Connect_WhenTheUserIsNoMember_JoinsTheRoom()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();

        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        var users = (await Api.GetJsonAsync($"/rooms/{room}")).GetProperty("users");
        Assert.That(users.EnumerateArray().Select(id => id.GetGuid()), Is.EqualTo(new[] { ada.Id }));
    }

    [Test]
    public async Task Connect_WhenOneUserOpensManySocketsConcurrently_JoinsOnce()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();

        var clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RoomClient.JoinAsync(Api, room, ada)));

        var users = (await Api.GetJsonAsync($"/rooms/{room}")).GetProperty("users");
        Assert.That(users.GetArrayLength(), Is.EqualTo(1));
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Test]
    public async Task Connect_WhenTheSocketIsClosed_KeepsTheMembership()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.CloseAsync();

        var users = (await Api.GetJsonAsync($"/rooms/{room}")).GetProperty("users");
        Assert.That(users.GetArrayLength(), Is.EqualTo(1));
    }

    [TestCase("01a9c0de-0000-7000-8000-000000000000", TestName = "Connect_WhenTheRoomIsUnknown_ClosesWith4004")]
    [TestCase("general", TestName = "Connect_WhenTheRoomIsNoUuid_ClosesWith4004")]
    [TestCase("01a9c0de000070008000000000000000", TestName = "Connect_WhenTheRoomHasNoHyphens_ClosesWith4004")]
    [TestCase("{01a9c0de-0000-7000-8000-000000000000}", TestName = "Connect_WhenTheRoomIsInBraces_ClosesWith4004")]
    public async Task Connect_WhenThereIsNoSuchRoom_ClosesWith4004(string room)
    {
        var ada = await Api.CreateUserAsync();

        await using var client = await RoomClient.OpenAsync(Api, room, ada.Id);

        Assert.That(await client.WaitForCloseAsync(), Is.EqualTo((4004, "Room not found")));
        Assert.That(client.TakeReceived(), Is.Empty);
    }

    [TestCase("01a9c0de-0000-7000-8000-000000000000", TestName = "Connect_WhenTheUserIsUnknown_ClosesWith4004")]
    [TestCase("ada", TestName = "Connect_WhenTheUserIsNoUuid_ClosesWith4004")]
    public async Task Connect_WhenThereIsNoSuchUser_ClosesWith4004(string user)
    {
        var room = await Api.CreateRoomAsync();

        await using var client = await RoomClient.OpenAsync(Api, room, user);

        Assert.That(await client.WaitForCloseAsync(), Is.EqualTo((4004, "User not found")));
        Assert.That(client.TakeReceived(), Is.Empty);
    }

    [Test]
    public async Task Connect_WhenTheUpgradeHeaderIsAList_Joins()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();

        using var socket = await RawSocket.OpenAsync(Api, room, ada.Id, upgrade: "foo, websocket");

        var (opcode, payload) = (await socket.ReceiveAsync())!.Value;
        Assert.That(opcode, Is.EqualTo(1));
        Assert.That(System.Text.Encoding.UTF8.GetString(payload), Does.Contain("user_joined"));
    }

    [Test]
    public async Task Connect_WhenTheRequestIsNoUpgrade_Answers426()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();

        using var response = await Api.SendAsync(HttpMethod.Get, $"/ws/{room}/{ada.Id}");

        var problem = await response.ReadJsonAsync();
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.UpgradeRequired));
            Assert.That(response.Headers.Upgrade.ToString(), Is.EqualTo("websocket"));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(426));
            Assert.That(problem.GetProperty("detail").GetString(), Is.Not.Empty);
            Assert.That(problem.GetProperty("trace_id").GetString(), Is.Not.Empty);
        });
    }

    [Test]
    public async Task Connect_WhenAFrameFollowsTheHandshakeImmediately_AcceptsIt()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        var early = RawSocket.Frame(RawSocket.Text, """{"content":"early"}"""u8.ToArray());

        using var socket = await RawSocket.OpenAsync(Api, room, ada.Id, early: early);

        await Eventually.BeTrueAsync(
            async () => (await Api.ReadEventsAsync(room)).Select(Frames.Content).SequenceEqual(["early"]), "the frame is stored");
    }

    [Test]
    public async Task Connect_WhenThePathIsLonger_Answers404()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();

        using var response = await Api.SendAsync(HttpMethod.Get, $"/ws/{room}/{ada.Id}/more");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Close_WhenTheFrameCarriesNoCode_IsAnsweredWithAValidOne()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(Api, room, ada.Id);

        await socket.SendAsync(RawSocket.Close, []);

        Assert.That(await socket.ReadToEndAsync(), Is.EqualTo(1000));
    }

    [TestCase(1000)]
    [TestCase(1001)]
    [TestCase(3001)]
    [TestCase(4999)]
    public async Task Close_WhenTheFrameCarriesACode_IsAnsweredWithTheSame(int code)
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(Api, room, ada.Id);

        await socket.SendAsync(RawSocket.Close, [(byte)(code >> 8), (byte)code]);

        Assert.That(await socket.ReadToEndAsync(), Is.EqualTo(code));
    }

    [TestCase(999)]
    [TestCase(1005)]
    [TestCase(1006)]
    [TestCase(5000)]
    public async Task Close_WhenTheFrameCarriesAForbiddenCode_IsAProtocolError(int code)
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(Api, room, ada.Id);

        await socket.SendAsync(RawSocket.Close, [(byte)(code >> 8), (byte)code]);

        Assert.That(await socket.ReadToEndAsync(), Is.EqualTo(1002));
        await Api.WaitForPresenceAsync(room, 0);
    }

    [Test]
    public async Task Close_WhenFramesAreOnTheirWay_StoresWhatCameBeforeTheCloseFrame()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(Api, room, ada.Id);
        var contents = Enumerable.Range(0, 200).Select(i => $"m{i}").ToList();

        foreach (var content in contents)
            await socket.SendTextAsync($$"""{"content":"{{content}}"}""");
        await socket.SendAsync(RawSocket.Close, [0x03, 0xE8]);

        Assert.That(await socket.ReadToEndAsync(), Is.EqualTo(1000));
        await Eventually.BeTrueAsync(
            async () => (await Api.ReadEventsAsync(room)).Count == contents.Count, "all are stored");
        Assert.That((await Api.ReadEventsAsync(room)).Select(Frames.Content), Is.EqualTo(contents));
    }

    [Test]
    public async Task Connect_WhenPeersAreCutAtAnyMoment_LeavesNoUserPresent()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var peer = await RoomClient.JoinAsync(Api, room, bob);

        for (var round = 0; round < 60; round++)
        {
            using var socket = await RawSocket.OpenAsync(Api, room, ada.Id, round % 2 == 0 ? "" : "?after=0");
            if (round % 3 == 0)
                await socket.SendTextAsync("""{"content":"bye"}""");
            if (round % 5 == 0)
                socket.Reset();
        }

        var presence = await Api.WaitForPresenceAsync(room, 1);
        Assert.That(presence.GetProperty("users")[0].GetProperty("id").GetGuid(), Is.EqualTo(bob.Id));
        Assert.That((await peer.DrainAsync()).OfType("error"), Is.Empty);
    }
}
