using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.WebSockets;

[Parallelizable(ParallelScope.All)]
public sealed class SocketMessageTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task Send_WhenPeersAreConnected_ReachesAllAndTheSenderOnce()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var sender = await RoomClient.JoinAsync(Api, room, ada);
        await using var own = await RoomClient.JoinAsync(Api, room, ada);
        await using var peer = await RoomClient.JoinAsync(Api, room, bob);

        await sender.SayAsync("hello");

        foreach (var client in new[] { sender, own, peer })
        {
            Assert.That((await client.ReceiveAsync("message")).Content(), Is.EqualTo("hello"));
            Assert.That((await client.DrainAsync()).OfType("message"), Is.Empty);
        }
    }

    [Test]
    public async Task Send_WhenAThousandGoOutWithoutWaiting_KeepsTheirOrder()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var sender = await RoomClient.JoinAsync(Api, room, ada);
        await using var peer = await RoomClient.JoinAsync(Api, room, bob);
        var contents = Enumerable.Range(0, 1_000).Select(i => $"m{i}").ToList();

        foreach (var content in contents)
            await sender.SayAsync(content);

        var frames = await peer.ReceiveUntilAsync("message", frame => frame.Seq() == 1_000);
        Assert.Multiple(() =>
        {
            Assert.That(frames.Select(Frames.Content), Is.EqualTo(contents));
            Assert.That(frames.Select(Frames.Seq), Is.EqualTo(Enumerable.Range(1, 1_000).Select(i => (long)i)));
        });
    }

    [Test]
    public async Task Send_WhenTheUserHasLeft_IsAccepted()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);
        await Api.PostJsonAsync($"/rooms/{room}/leave", new { user_id = ada.Id });

        await client.SayAsync("hello");

        Assert.That((await client.ReceiveAsync("message")).Content(), Is.EqualTo("hello"));
    }

    [Test]
    public async Task Send_WhenTheClientIdRepeats_AnswersTheFirstFrameToThatSocketAlone()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var sender = await RoomClient.JoinAsync(Api, room, ada);
        await using var own = await RoomClient.JoinAsync(Api, room, ada);
        await using var peer = await RoomClient.JoinAsync(Api, room, bob);
        await sender.SayAsync("hello", "c-1");
        var first = await sender.ReceiveAsync("message");
        await own.ReceiveAsync("message");
        await peer.ReceiveAsync("message");

        await sender.SayAsync(" hello ", "c-1");

        var again = await sender.ReceiveAsync("message");
        Assert.That(JsonElement.DeepEquals(again, first), Is.True);
        Assert.That(await own.DrainAsync(), Is.Empty);
        Assert.That(await peer.DrainAsync(), Is.Empty);
        Assert.That(await Api.ReadEventsAsync(room), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Send_WhenTheClientIdWasUsedOverHttp_AnswersThatMessage()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        var posted = await Api.PostMessageAsync(room, ada, "hello", "c-1");
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SayAsync("hello", "c-1");

        var frame = await client.ReceiveAsync("message");
        Assert.That(frame.GetProperty("id").GetGuid(), Is.EqualTo(posted.GetProperty("id").GetGuid()));
    }

    [Test]
    public async Task Send_WhenTheClientIdRepeatsWithOtherContent_IsAConflict()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);
        await client.SayAsync("hello", "c-1");
        await client.ReceiveAsync("message");

        await client.SayAsync("bye", "c-1");

        Assert.That((await client.ReceiveAsync()).Code(), Is.EqualTo("conflict"));
        Assert.That((await Api.ReadEventsAsync(room)).Select(Frames.Content), Is.EqualTo(new[] { "hello" }));
    }

    [Test]
    public async Task Send_WhenAnotherUserOrRoomHasTheClientId_IsANewMessage()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        var otherRoom = await Api.CreateRoomAsync("other");
        await Api.PostMessageAsync(room, ada, "hello", "c-1");
        await using var client = await RoomClient.JoinAsync(Api, room, bob);
        await using var elsewhere = await RoomClient.JoinAsync(Api, otherRoom, ada);

        await client.SayAsync("hi", "c-1");
        await elsewhere.SayAsync("hey", "c-1");

        Assert.That((await client.ReceiveAsync("message")).Seq(), Is.EqualTo(2));
        Assert.That((await elsewhere.ReceiveAsync("message")).Seq(), Is.EqualTo(1));
    }

    [Test]
    public async Task Send_WhenBadFramesAreInBetween_KeepsTheOthersInOrder()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        for (var i = 0; i < 100; i++)
        {
            await client.SayAsync($"m{i}");
            await client.SendTextAsync("bad");
        }

        var frames = await client.ReceiveManyAsync(200);
        Assert.Multiple(() =>
        {
            Assert.That(frames.OfType("message").Select(Frames.Content), Is.EqualTo(Enumerable.Range(0, 100).Select(i => $"m{i}")));
            Assert.That(frames.OfType("error").Select(Frames.Code), Is.EqualTo(Enumerable.Repeat("invalid_json", 100)));
        });
    }

    [Test]
    public async Task Send_WhenTheUsersOfARoomPostOverBothWays_ReachesEveryoneInOneOrder()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        var posting = Enumerable.Range(0, 50).Select(i => Api.PostMessageAsync(room, bob, $"rest{i}")).ToList();
        for (var i = 0; i < 50; i++)
            await client.SayAsync($"socket{i}");
        var posted = await Task.WhenAll(posting);

        var frames = await client.ReceiveUntilAsync("message", frame => frame.Seq() == 100);
        Assert.That(frames.Select(Frames.Seq), Is.EqualTo(Enumerable.Range(1, 100).Select(i => (long)i)));
        Assert.That(
            frames.Where(frame => frame.Content().StartsWith('r')).ToDictionary(Frames.Seq, Frames.Content),
            Is.EquivalentTo(posted.ToDictionary(Frames.Seq, Frames.Content)));
    }

    [Test]
    public async Task Ping_WhenItIsSent_IsAnsweredToTheSenderAlone()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);
        await using var peer = await RoomClient.JoinAsync(Api, room, bob);
        await client.ReceiveAsync("user_joined");

        await client.SendAsync(new { type = "ping" });

        Assert.That((await client.ReceiveAsync()).Type(), Is.EqualTo("pong"));
        Assert.That(await peer.DrainAsync(), Is.Empty);
    }

    [Test]
    public async Task ProtocolPing_WhenTheClientSendsOne_IsAnsweredWithItsPayload()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(Api, room, ada.Id);

        await socket.SendAsync(RawSocket.Ping, [1, 2, 3]);

        Assert.That(await socket.ReceiveAsync(opcode: 10), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Send_WhenTheContentWasPostedOverHttp_LooksTheSameInHistory()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        using var response = await Api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello" });

        var frame = await client.ReceiveAsync("message");
        var posted = await response.ReadJsonAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            posted.EnumerateObject().Select(member => (member.Name, member.Value.ToString())),
            Is.EquivalentTo(frame.EnumerateObject().Where(member => member.Name != "type").Select(member => (member.Name, member.Value.ToString()))));
    }
}
