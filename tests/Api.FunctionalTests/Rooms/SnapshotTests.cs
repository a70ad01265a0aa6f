using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Rooms;

[Parallelizable(ParallelScope.All)]
public sealed class SnapshotTests(Column column) : OnEachServer(column)
{
    private const int Writers = 3;
    private const int Entries = 20;

    [Test]
    public async Task GetSnapshot_WhenTheRoomIsEmpty_HasAPositionFromWhichTheFirstMessageComes()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();

        var (snapshot, empty) = (await Api.GetJsonAsync($"/rooms/{room}/snapshot"), await Api.GetJsonAsync($"/rooms/{room}"));
        await using var client = await RoomClient.JoinAsync(Api, room, ada, after: snapshot.Text("position"));
        await Api.PostMessageAsync(room, ada, "first");

        Assert.That((await client.ReceiveAsync()).Content(), Is.EqualTo("first"));
        Assert.That(snapshot.GetProperty("room").GetRawText(), Is.EqualTo(empty.GetRawText()));
        Assert.That(snapshot.GetProperty("has_older").GetBoolean(), Is.False);
        foreach (var list in (string[])["messages", "milestones", "users", "videos", "live_streams"])
            Assert.That(snapshot.GetProperty(list).GetRawText(), Is.EqualTo("[]"), list);
        Assert.That(snapshot.GetProperty("presence").GetRawText(), Is.EqualTo("""{"count":0,"users":[]}"""));
    }

    [Test]
    public async Task GetSnapshot_WhenMembersTalk_HasTheSameAsTheSeparateEndpoints([Values(1, 2, 3, 100)] int limit)
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        var eve = await Api.CreateUserAsync("eve");
        await Api.PostJsonAsync($"/rooms/{room}/join", new { user_id = eve.Id });
        await using var client = await RoomClient.JoinAsync(Api, room, bob);
        foreach (var content in (string[])["one", "two \"quoted\" & <escaped>", "three"])
            await Api.PostMessageAsync(room, ada, content);
        await Api.CreateUploadAsync(room);

        var snapshot = await Api.GetJsonAsync($"/rooms/{room}/snapshot?limit={limit}");
        var again = await Api.GetJsonAsync($"/rooms/{room}/snapshot?limit={limit}");

        using var messages = await Api.GetAsync($"/rooms/{room}/messages?limit={limit}");
        var (events, separate) = (await Api.ReadEventsAsync(room), await Api.GetJsonAsync($"/rooms/{room}"));
        Assert.Multiple(async () =>
        {
            Assert.That(again.GetRawText(), Is.EqualTo(snapshot.GetRawText()));
            Assert.That(snapshot.GetProperty("room").GetRawText(), Is.EqualTo(separate.GetRawText()));
            Assert.That(snapshot.GetProperty("messages").GetRawText(), Is.EqualTo(await messages.Content.ReadAsStringAsync()));
            Assert.That(snapshot.GetProperty("has_older").GetBoolean(), Is.EqualTo(messages.Link("prev") is not null));
            Assert.That(snapshot.GetProperty("milestones").GetRawText(), Is.EqualTo($"[{events[^1].GetRawText()}]"));
            Assert.That(
                snapshot.GetProperty("presence").GetRawText(), Is.EqualTo((await Api.GetJsonAsync($"/rooms/{room}/presence")).GetRawText()));
            Assert.That(
                snapshot.GetProperty("users").EnumerateArray().Select(user => user.GetRawText()),
                Is.EquivalentTo(new[] { ada, bob, eve }.Select(user => $$"""{"id":"{{user.Id}}","username":"{{user.Username}}"}""")));
            Assert.That(snapshot.GetProperty("videos").GetRawText(), Is.EqualTo("[]"), "An upload session has no video yet.");
        });
    }

    [Test]
    public async Task GetSnapshot_WhileMessagesArePosted_LeadsToASocketWithoutGapsAndDuplicates()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        using var ending = new CancellationTokenSource();
        var writing = Enumerable.Range(0, Writers).Select(_ => WriteAsync(room, ada, ending.Token)).ToList();
        var entered = new List<(List<long> Shown, RoomClient Socket)>();
        try
        {
            for (var entry = 0; entry < Entries; entry++)
                entered.Add(await EnterAsync(room, bob, limit: 1 + entry));
            await ending.CancelAsync();
            var last = (await Task.WhenAll(writing)).Max();

            foreach (var (shown, socket) in entered)
            {
                var received = shown[^1] == last ? [] : await socket.ReceiveUntilAsync("message", frame => frame.Seq() >= last);
                Assert.That(shown.Concat(received.Select(Frames.Seq)), Is.EqualTo(Range(shown[0], last)));
            }
        }
        finally
        {
            await ending.CancelAsync();
            foreach (var (_, socket) in entered)
                await socket.DisposeAsync();
        }
    }

    [TestCase("limit=0")]
    [TestCase("limit=101")]
    [TestCase("limit=-1")]
    [TestCase("limit=abc")]
    [TestCase("limit=")]
    public async Task GetSnapshot_WhenTheLimitIsWrong_NamesIt(string query)
    {
        var room = await Api.CreateRoomAsync();

        using var response = await Api.GetAsync($"/rooms/{room}/snapshot?{query}");

        await Expect.ValidationErrorsAsync(response, "limit");
    }

    [Test]
    public async Task GetSnapshot_WhenTheRoomIsUnknown_IsNotFound()
    {
        using var response = await Api.GetAsync($"/rooms/{Guid.NewGuid()}/snapshot");

        await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "Room not found");
    }

    /// <summary>Posts messages until the end; returns the last seq.</summary>
    private async Task<long> WriteAsync(Guid room, TestUser user, CancellationToken ending)
    {
        JsonElement posted;
        do
            posted = await Api.PostMessageAsync(room, user, "hello");
        while (!ending.IsCancellationRequested);
        return posted.Seq();
    }

    /// <summary>Enters the room as a client does; returns what the snapshot shows, and the socket that continues after it.</summary>
    private async Task<(List<long> Shown, RoomClient Socket)> EnterAsync(Guid room, TestUser user, int limit)
    {
        JsonElement snapshot;
        do
            snapshot = await Api.GetJsonAsync($"/rooms/{room}/snapshot?limit={limit}");
        while (snapshot.GetProperty("messages").GetArrayLength() == 0);
        var (shown, position) = (snapshot.GetProperty("messages").EnumerateArray().Select(Frames.Seq).ToList(), snapshot.Text("position"));
        var newest = snapshot.GetProperty("messages")[shown.Count - 1];
        Assert.That(position, Is.EqualTo($"{newest.Seq()}:{newest.Text("id")}"));
        Assert.That(shown, Is.EqualTo(Range(shown[0], shown[^1])));
        return (shown, await RoomClient.OpenAsync(Api, room, user.Id, position));
    }

    private static IEnumerable<long> Range(long first, long last) => Enumerable.Range(0, (int)(last - first + 1)).Select(i => first + i);
}
