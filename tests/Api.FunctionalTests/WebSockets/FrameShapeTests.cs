using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.WebSockets;

[Parallelizable(ParallelScope.All)]
public sealed class FrameShapeTests(Column column) : OnEachServer(column)
{
    private static readonly string[] MessageMembers =
        ["type", "id", "room_id", "seq", "user_id", "username", "content", "client_id", "timestamp"];

    [Test]
    public async Task MessageFrame_WhenThereIsNoClientId_HasAllMembersAndANull()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SayAsync(" Hé <b>& \"you\" 😀 \n");

        var frame = await client.ReceiveAsync();
        Assert.Multiple(() =>
        {
            Assert.That(frame.Members(), Is.EquivalentTo(MessageMembers));
            Assert.That(frame.Type(), Is.EqualTo("message"));
            Assert.That(frame.GetProperty("room_id").GetString(), Is.EqualTo(room.ToString()));
            Assert.That(frame.GetProperty("user_id").GetString(), Is.EqualTo(ada.Id.ToString()));
            Assert.That(frame.GetProperty("username").GetString(), Is.EqualTo("ada"));
            Assert.That(frame.Content(), Is.EqualTo("Hé <b>& \"you\" 😀"));
            Assert.That(frame.GetProperty("client_id").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(frame.GetProperty("id").GetGuid().Version, Is.EqualTo(7));
            Assert.That(frame.GetProperty("timestamp").GetString(), Does.Match(Timestamp));
        });
    }

    [Test]
    public async Task MessageFrame_WhenThereIsAClientId_CarriesIt()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SayAsync("hello", "c-1");

        var frame = await client.ReceiveAsync();
        Assert.That(frame.GetProperty("client_id").GetString(), Is.EqualTo("c-1"));
    }

    [Test]
    public async Task MessageFrame_WhenTheEventIsReadOverHttp_IsTheSame()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SayAsync("hello");

        var frame = await client.ReceiveAsync();
        Assert.That(JsonElement.DeepEquals(frame, (await Api.ReadEventsAsync(room)).Single()), Is.True);
    }

    [Test]
    public async Task UserJoinedFrame_WhenASocketConnects_HasExactlyItsMembers()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();

        var newest = await Api.PostMessageAsync(room, ada, "hello");
        await using var client = await RoomClient.OpenAsync(Api, room, ada.Id);

        var frame = await client.ReceiveAsync();
        AssertSignal(frame, "user_joined", ada, "ada joined the chat", "position");
        Assert.That(frame.Text("position"), Is.EqualTo($"1:{newest.Text("id")}"));
    }

    [Test]
    public async Task UserJoinedFrame_WhenAnotherUserConnects_HasNoPosition()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await using var peer = await RoomClient.JoinAsync(Api, room, bob);

        var frame = await client.ReceiveAsync();
        AssertSignal(frame, "user_joined", bob, "bob joined the chat", "position");
        Assert.That(frame.GetProperty("position").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task UserLeftFrame_WhenAUserDisconnects_HasExactlyItsMembers()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);
        await using var peer = await RoomClient.JoinAsync(Api, room, bob);

        await peer.CloseAsync();

        AssertSignal(await client.ReceiveAsync("user_left"), "user_left", bob, "bob left the chat");
    }

    [Test]
    public async Task TypingFrame_WhenAPeerTypes_HasExactlyItsMembers()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);
        await using var peer = await RoomClient.JoinAsync(Api, room, bob);

        await peer.SendAsync(new { type = "typing" });

        var frame = await client.ReceiveAsync("typing");
        Assert.Multiple(() =>
        {
            Assert.That(frame.Members(), Is.EquivalentTo(new[] { "type", "user_id", "username", "timestamp" }));
            Assert.That(frame.GetProperty("user_id").GetGuid(), Is.EqualTo(bob.Id));
            Assert.That(frame.GetProperty("username").GetString(), Is.EqualTo("bob"));
        });
    }

    [Test]
    public async Task PongFrame_WhenAPingArrives_HasExactlyItsMembers()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SendAsync(new { type = "ping" });

        var frame = await client.ReceiveAsync();
        Assert.Multiple(() =>
        {
            Assert.That(frame.Type(), Is.EqualTo("pong"));
            Assert.That(frame.Members(), Is.EquivalentTo(new[] { "type", "timestamp" }));
            Assert.That(frame.GetProperty("timestamp").GetString(), Does.Match(Timestamp));
        });
    }

    [Test]
    public async Task ErrorFrame_WhenAFrameIsRefused_HasExactlyItsMembers()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SendTextAsync("no json");

        var frame = await client.ReceiveAsync();
        Assert.Multiple(() =>
        {
            Assert.That(frame.Members(), Is.EquivalentTo(new[] { "type", "code", "message", "timestamp" }));
            Assert.That(frame.Type(), Is.EqualTo("error"));
            Assert.That(frame.GetProperty("message").GetString(), Is.Not.Empty);
        });
    }

    [Test]
    public async Task ResyncFrame_WhenAReplayIsImpossible_HasExactlyItsMembers()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();

        await using var client = await RoomClient.JoinAsync(Api, room, ada, after: "nonsense");

        var frame = await client.ReceiveAsync();
        Assert.Multiple(() =>
        {
            Assert.That(frame.Members(), Is.EquivalentTo(new[] { "type", "last_seq", "position", "timestamp" }));
            Assert.That(frame.Type(), Is.EqualTo("resync"));
            Assert.That(frame.GetProperty("last_seq").GetInt64(), Is.Zero);
            Assert.That(frame.GetProperty("position").GetString(), Is.EqualTo("0:00000000-0000-0000-0000-000000000000"));
        });
    }

    private const string Timestamp = @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,}Z$";

    private static void AssertSignal(
        JsonElement frame, string type, TestUser user, string message, params string[] more) => Assert.Multiple(() =>
    {
        Assert.That(frame.Members(), Is.EquivalentTo(["type", "user_id", "username", "message", "timestamp", .. more]));
        Assert.That(frame.Type(), Is.EqualTo(type));
        Assert.That(frame.GetProperty("user_id").GetString(), Is.EqualTo(user.Id.ToString()));
        Assert.That(frame.GetProperty("username").GetString(), Is.EqualTo(user.Username));
        Assert.That(frame.GetProperty("message").GetString(), Is.EqualTo(message));
        Assert.That(frame.GetProperty("timestamp").GetString(), Does.Match(Timestamp));
    });
}
