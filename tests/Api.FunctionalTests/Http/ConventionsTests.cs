using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Http;

/// <summary>Names, nulls, times and ids have the same form in all responses.</summary>
[Parallelizable(ParallelScope.All)]
public sealed partial class ConventionsTests
{
    private static ApiServer Api => SharedServer.Api;

    [TestCase("/", "message version docs health chat bunny_stream features limits")]
    [TestCase("/health", "status timestamp version environment services stats reason storage")]
    public async Task Get_Always_HasTheDocumentedMembers(string path, string members)
    {
        var body = await Api.GetJsonAsync(path);

        Assert.That(Names(body), Is.EquivalentTo(members.Split(' ')));
    }

    [Test]
    public async Task PostUser_Always_HasTheDocumentedMembers()
    {
        var user = await Api.PostJsonAsync("/users", new { username = "ada" });

        Assert.That(Names(user), Is.EquivalentTo(["id", "username", "joined_at"]));
    }

    [Test]
    public async Task PostRoom_Always_HasTheDocumentedMembers()
    {
        var room = await Api.PostJsonAsync("/rooms", new { name = "general" });

        Assert.That(Names(room), Is.EquivalentTo(["id", "name", "created_at", "users", "member_count", "position"]));
    }

    [Test]
    public async Task PostMessage_WhenTheClientIdIsAbsent_HasItAsNull()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        var message = await Api.PostMessageAsync(room, ada, "hello");

        Assert.That(Names(message), Is.EquivalentTo(
            ["id", "user_id", "username", "room_id", "content", "timestamp", "seq", "client_id"]));
        Assert.That(message.GetProperty("client_id").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task GetEvents_WhenTheClientIdIsAbsent_HasItAsNull()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        await Api.PostMessageAsync(room, ada, "hello");

        var events = await Api.ReadEventsAsync(room);

        Assert.That(Names(events.Single()), Is.EquivalentTo(
            ["type", "id", "user_id", "username", "room_id", "content", "timestamp", "seq", "client_id"]));
        Assert.That(events[0].GetProperty("client_id").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Timestamps_Always_AreUtcWithDecimals()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        string[] times = [
            (await Api.GetJsonAsync($"/users/{ada.Id}")).Text("joined_at"),
            (await Api.GetJsonAsync($"/rooms/{room}")).Text("created_at"),
            (await Api.PostMessageAsync(room, ada, "hello")).Text("timestamp"),
            (await Api.GetJsonAsync("/health")).Text("timestamp")];

        Assert.That(times, Has.All.Matches(Rfc3339().ToString()));
    }

    [Test]
    public async Task Timestamps_Always_AreTheCurrentTime()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        var user = await Api.PostJsonAsync("/users", new { username = "ada" });

        var joinedAt = DateTimeOffset.Parse(user.Text("joined_at"), CultureInfo.InvariantCulture);
        Assert.That(joinedAt, Is.InRange(before, DateTimeOffset.UtcNow.AddSeconds(1)));
    }

    [Test]
    public async Task Timestamps_FromEachEndpoint_AreTheSame()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        var posted = await Api.PostMessageAsync(room, ada, "hello", "once");

        string[] readings = [
            (await Api.PostMessageAsync(room, ada, "hello", "once")).Text("timestamp"),
            (await Api.GetJsonAsync($"/rooms/{room}/messages"))[0].Text("timestamp"),
            (await Api.GetJsonAsync($"/rooms/{room}/events"))[0].Text("timestamp")];

        Assert.That(readings, Has.All.EqualTo(posted.Text("timestamp")));
    }

    [Test]
    public async Task RoomAndUser_FromEachEndpoint_AreTheSame()
    {
        var user = await Api.PostJsonAsync("/users", new { username = "ada" });
        var room = await Api.PostJsonAsync("/rooms", new { name = "general" });

        string[] users = [(await Api.GetJsonAsync($"/users/{user.Text("id")}")).GetRawText(), await FindAsync("/users", user)];
        string[] rooms = [(await Api.GetJsonAsync($"/rooms/{room.Text("id")}")).GetRawText(), await FindAsync("/rooms", room)];

        Assert.That(users, Has.All.EqualTo(user.GetRawText()));
        Assert.That(rooms, Has.All.EqualTo(room.GetRawText()));

        async Task<string> FindAsync(string list, JsonElement wanted) => (await Api.FollowAsync(list, "next"))
            .SelectMany(page => page).Single(item => item.Text("id") == wanted.Text("id")).GetRawText();
    }

    [Test]
    public async Task Ids_Always_AreLowerCaseOfVersionSevenAndRising()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add((await Api.PostJsonAsync("/users", new { username = "ada" })).Text("id"));
            ids.Add((await Api.PostJsonAsync("/rooms", new { name = "general" })).Text("id"));
            ids.Add((await Api.PostMessageAsync(room, ada, "hello")).Text("id"));
        }

        Assert.That(ids, Has.All.Matches(VersionSeven().ToString()));
        Assert.That(ids, Is.Ordered.Using<string>(StringComparer.Ordinal).And.Unique);
    }

    [TestCase("/users", """{"username":"ada"}""")]
    [TestCase("/rooms", """{"name":"general"}""")]
    public async Task Post_Always_AnswersOkInJson(string path, string body)
    {
        using var response = await Api.PostAsync(path, body, ("Accept", "text/html"));

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(response.Header("Content-Type"), Is.EqualTo("application/json; charset=utf-8"));
    }

    private static IEnumerable<string> Names(JsonElement element) =>
        element.EnumerateObject().Select(member => member.Name);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$")]
    private static partial Regex Rfc3339();

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex VersionSeven();
}
