using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Rooms;

[Parallelizable(ParallelScope.All)]
public sealed class RoomEventsTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task ListEvents_WhenThereAreNone_IsEmpty()
    {
        var room = await Api.CreateRoomAsync();

        var events = await Api.GetJsonAsync($"/rooms/{room}/events");

        Assert.That(events.GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task ListEvents_WhenMessagesWerePosted_HasThemAsFrames()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        await using var peer = await RoomClient.JoinAsync(Api, room, ada);
        await Api.PostMessageAsync(room, ada, "hello", "once");

        var events = await Api.GetJsonAsync($"/rooms/{room}/events");

        Assert.That(events[0].GetRawText(), Is.EqualTo((await peer.ReceiveAsync("message")).GetRawText()));
    }

    [Test]
    public async Task ListEvents_WhenManyArePostedConcurrently_NumbersThemWithoutGaps()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        var posted = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Api.PostMessageAsync(room, ada, $"{i}")));

        var events = await Api.ReadEventsAsync(room);

        Assert.That(events.Select(e => e.GetProperty("seq").GetInt64()), Is.EqualTo(Enumerable.Range(1, 120)));
        Assert.That(events.Ids(), Is.EqualTo(posted.OrderBy(message => message.GetProperty("seq").GetInt64()).Ids()));
    }

    [Test]
    public async Task GetRoom_WhenTheLogGrows_HasThePositionOfTheNewestEvent()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        Assert.That(await PositionAsync(), Is.EqualTo("0:00000000-0000-0000-0000-000000000000"));

        foreach (var seq in new[] { 1, 2 })
        {
            var message = await Api.PostMessageAsync(room, ada, "hello");
            Assert.That(await PositionAsync(), Is.EqualTo($"{seq}:{message.Text("id")}"));
        }

        async Task<string> PositionAsync() => (await Api.GetJsonAsync($"/rooms/{room}")).Text("position")!;
    }

    [Test]
    public async Task ListEvents_WithoutALimit_HasAHundredAndALink()
    {
        var room = await FillAsync(101);

        using var response = await Api.GetAsync($"/rooms/{room}/events");

        Assert.That((await response.ReadJsonAsync()).GetArrayLength(), Is.EqualTo(100));
        Assert.That(response.Link("next"), Does.StartWith($"/rooms/{room}/events?").And.Contain("after=100"));
    }

    [Test]
    public async Task ListEvents_WhenTheLinksAreFollowed_HasAllOnce()
    {
        var room = await FillAsync(23);

        var pages = await Api.FollowAsync($"/rooms/{room}/events?limit=5", "next");

        Assert.That(
            pages.SelectMany(page => page).Select(e => e.GetProperty("seq").GetInt64()), Is.EqualTo(Enumerable.Range(1, 23)));
        Assert.That(pages, Has.Count.EqualTo(5));
    }

    [TestCase("after=3", 4, 5)]
    [TestCase("after=5")]
    [TestCase("after=999999999999")]
    [TestCase("after=1&limit=2", 2, 3)]
    [TestCase("after=0&limit=1000", 1, 2, 3, 4, 5)]
    public async Task ListEvents_WhenAPartIsRequested_HasThatPart(string query, params int[] numbers)
    {
        var room = await FillAsync(5);

        var events = await Api.GetJsonAsync($"/rooms/{room}/events?{query}");

        Assert.That(events.EnumerateArray().Select(e => e.GetProperty("seq").GetInt32()), Is.EqualTo(numbers));
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=1001", "limit")]
    [TestCase("limit=abc", "limit")]
    [TestCase("limit=", "limit")]
    [TestCase("after=-1", "after")]
    [TestCase("after=abc", "after")]
    [TestCase("after=", "after")]
    [TestCase("after=0190a000-0000-7000-8000-000000000000", "after")]
    public async Task ListEvents_WhenAParameterIsWrong_NamesIt(string query, string field)
    {
        var room = await Api.CreateRoomAsync();

        using var response = await Api.GetAsync($"/rooms/{room}/events?{query}");

        await Expect.ValidationErrorsAsync(response, field);
    }

    [Test]
    public async Task ListEvents_WhenAnotherRoomHasEvents_HasNoneOfThem()
    {
        var other = await FillAsync(3);
        var room = await FillAsync(2);

        var events = await Api.ReadEventsAsync(room);

        Assert.That(events.Select(e => e.GetProperty("room_id").GetGuid()), Has.All.EqualTo(room).And.None.EqualTo(other));
        Assert.That(events, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task ListEvents_WhenMessagesAreLong_HasAMebibyteAndALinkToTheRest()
    {
        var room = await FillAsync(120, new string('x', 5_000));

        var pages = await Api.FollowAsync($"/rooms/{room}/events?limit=1000", "next");

        Assert.That(pages.Select(page => page.Count), Is.EqualTo(new[] { 104, 16 }));
        Assert.That(
            pages.SelectMany(page => page).Select(e => e.GetProperty("seq").GetInt64()), Is.EqualTo(Enumerable.Range(1, 120)));
    }

    private async Task<Guid> FillAsync(int count, string? content = null)
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        for (var i = 0; i < count; i++)
            await Api.PostMessageAsync(room, ada, content ?? $"message {i}");
        return room;
    }
}
