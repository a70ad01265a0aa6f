using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

[Parallelizable(ParallelScope.All)]
public sealed class DeliverWebhooksTests(Column column) : OnEachServer(column)
{
    private static readonly string[] Live = ["live_stream.created", "live_stream.ended"];

    private new ApiServer Api => WebhookServer.On(Column);

    private WebhookReceiver Receiver => WebhookServer.ReceiverOf(Column);

    [Test]
    public async Task Post_WhenAnEndpointWantsMessages_SendsItSigned()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await Api.CreateUserAsync();
        var webhook = await Api.CreateWebhookAsync(Receiver.UrlOf("/signed"), room);

        var message = await Api.PostMessageAsync(room, ada, "hello <b>wörld</b>", clientId: "c1");

        var got = (await Receiver.WaitForAsync("/signed", 1)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(got.IsSignedBy(webhook.Secret), Is.True);
            Assert.That(got.Signature, Does.Not.Contain(' '));
            Assert.That(got.Id, Is.EqualTo(message.IdOf().ToString()));
            Assert.That(long.Parse(got.Timestamp), Is.EqualTo(DateTimeOffset.UtcNow.ToUnixTimeSeconds()).Within(60));
            Assert.That(got.ContentType, Is.EqualTo("application/json; charset=utf-8"));
            Assert.That(got.Json.EnumerateObject().Select(m => m.Name), Is.EqualTo(new[] { "type", "timestamp", "data" }));
            Assert.That(got.Type, Is.EqualTo("message.posted"));
            Assert.That(got.Json.Text("timestamp"), Is.EqualTo(message.Text("timestamp")));
            Assert.That(got.Data.ToString(), Is.EqualTo(message.ToString()));
        });
    }

    [Test]
    public async Task Deliver_WhenAnEndpointSubscribesToAll_SendsAllInOrder()
    {
        await Api.CreateWebhookAsync(
            Receiver.UrlOf("/all"), null, ["room.created", "user.joined", "user.left", "message.posted", .. Live, "video.upload_created"]);

        var room = await Api.CreateRoomAsync("all of it");
        var ada = await Api.CreateUserAsync("ada");
        for (var i = 0; i < 2; i++)
            await Api.PostJsonAsync($"/rooms/{room}/join", new { user_id = ada.Id });
        await Api.PostMessageAsync(room, ada, "hello");
        for (var i = 0; i < 2; i++)
            await Api.PostJsonAsync($"/rooms/{room}/leave", new { user_id = ada.Id });
        var stream = await StreamAsync(room);
        var upload = await Api.CreateUploadAsync(room, "A film");

        List<ReceivedWebhook> OfRoom() => [.. Receiver.ReceivedAt("/all").Where(w => w.Data.GetProperty("room_id").GetGuid() == room)];
        string[] told = ["room.created", "user.joined", "message.posted", "user.left", .. stream is null ? [] : Live, "video.upload_created"];
        await Eventually.BeTrueAsync(() => OfRoom().Count >= told.Length, "everything was delivered");
        var got = OfRoom();
        Assert.That(got.Select(w => w.Type), Is.EqualTo(told));
        Assert.Multiple(() =>
        {
            Assert.That(got[0].Data.Text("name"), Is.EqualTo("all of it"));
            Assert.That(got[1].Data.ToString(), Is.EqualTo(JsonSerializer.Serialize(new { room_id = room, user_id = ada.Id, username = "ada" })));
            Assert.That(got[3].Data.ToString(), Is.EqualTo(got[1].Data.ToString()));
            Assert.That(got[^1].Data.GetProperty("video_id").GetGuid(), Is.EqualTo(upload.IdOf()));
            if (stream is { } live)
            {
                Assert.That(got[4].Data.GetProperty("stream_id").GetGuid(), Is.EqualTo(live.IdOf()));
                Assert.That(got[4].Data.ToString(), Does.Not.Contain(live.Text("stream_key")));
            }
        });
    }

    [Test]
    public async Task Connect_WhenAUserIsNew_DeliversTheMembershipOnce()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await Api.CreateWebhookAsync(Receiver.UrlOf("/first"), room, "user.joined", "message.posted");

        for (var i = 0; i < 2; i++)
        {
            await using var socket = await RoomClient.JoinAsync(Api, room, ada);
        }
        await Api.PostMessageAsync(room, ada, "the end");

        var got = await Receiver.WaitForAsync("/first", 2);
        Assert.That(got.Select(w => w.Type), Is.EqualTo(new[] { "user.joined", "message.posted" }));
    }

    [Test]
    public async Task Post_WhenTheEndpointIsForAnotherRoomOrEvent_SendsNothing()
    {
        var (room, other) = (await Api.CreateRoomAsync(), await Api.CreateRoomAsync());
        var ada = await Api.CreateUserAsync();
        await Api.CreateWebhookAsync(Receiver.UrlOf("/other"), other, "message.posted");
        await Api.CreateWebhookAsync(Receiver.UrlOf("/left"), room, "user.left");

        await Api.PostMessageAsync(room, ada, "not for you");
        await Api.PostMessageAsync(other, ada, "for you");
        await Api.PostJsonAsync($"/rooms/{room}/join", new { user_id = ada.Id });
        await Api.PostJsonAsync($"/rooms/{room}/leave", new { user_id = ada.Id });

        Assert.That((await Receiver.WaitForAsync("/other", 1)).Single().Data.Text("content"), Is.EqualTo("for you"));
        Assert.That((await Receiver.WaitForAsync("/left", 1)).Single().Type, Is.EqualTo("user.left"));
    }

    [Test]
    public async Task Post_WhenAClientIdRepeats_IsDeliveredOnce()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await Api.CreateUserAsync();
        await Api.CreateWebhookAsync(Receiver.UrlOf("/repeat"), room);

        await Api.PostMessageAsync(room, ada, "hello", "c1");
        await Api.PostMessageAsync(room, ada, "hello", "c1");
        await Api.PostMessageAsync(room, ada, "the end");

        var got = await Receiver.WaitForAsync("/repeat", 2);
        Assert.That(got.Select(w => w.Data.Text("content")), Is.EqualTo(new[] { "hello", "the end" }));
    }

    [Test]
    public async Task Post_WhenManyRoomsAreActive_KeepsTheOrderOfEach()
    {
        const int PerRoom = 60;
        var rooms = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Api.CreateRoomAsync($"room {i}")));
        var ada = await Api.CreateUserAsync();
        foreach (var room in rooms)
            await Api.CreateWebhookAsync(Receiver.UrlOf("/order"), room);
        await Api.CreateWebhookAsync(Receiver.UrlOf("/order-of-all"), null, "message.posted");

        await Task.WhenAll(rooms.Select(async room =>
        {
            for (var i = 0; i < PerRoom; i++)
                await Api.PostMessageAsync(room, ada, $"m{i}");
        }));

        foreach (var path in new[] { "/order", "/order-of-all" })
        {
            List<long> SeqsOf(Guid room) =>
                [.. Receiver.ReceivedAt(path).Where(w => w.Data.GetProperty("room_id").GetGuid() == room).Select(w => w.Data.Seq())];
            await Eventually.BeTrueAsync(() => rooms.All(room => SeqsOf(room).Count >= PerRoom), "everything arrived");
            foreach (var room in rooms)
                Assert.That(SeqsOf(room), Is.EqualTo(Enumerable.Range(1, PerRoom)));
        }
    }

    /// <summary>
    /// Creates and stops a live stream. Returns null on one of several machines, because such a machine has no local live streams.
    /// </summary>
    private async Task<JsonElement?> StreamAsync(Guid room)
    {
        if (Column == Column.Postgres)
            return null;
        var stream = await Api.PostJsonAsync($"/rooms/{room}/live-stream", new { title = "Live" });
        await Api.PostJsonAsync($"/rooms/{room}/live-streams/{stream.IdOf()}/stop", new { });
        return stream;
    }
}
