using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Messages;

[Parallelizable(ParallelScope.All), FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class MessageHistoryTests(Column column) : OnEachServer(column)
{
    private const int Count = 250;

    private readonly List<string> _ids = [];
    private Guid _room;

    [OneTimeSetUp]
    public async Task FillAsync()
    {
        var ada = await Api.CreateUserAsync();
        _room = await Api.CreateRoomAsync();
        for (var i = 0; i < Count; i++)
            _ids.Add((await Api.PostMessageAsync(_room, ada, $"message {i}")).Text("id"));
    }

    [Test]
    public async Task ListMessages_WhenThereAreNone_IsEmptyWithoutLinks()
    {
        var room = await Api.CreateRoomAsync();

        using var response = await Api.GetAsync($"/rooms/{room}/messages");

        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("[]"));
        Assert.That(response.Header("Link"), Is.Null);
    }

    [Test]
    public async Task ListMessages_WithoutALimit_HasTheNewestFiftyOldestFirst()
    {
        using var response = await Api.GetAsync($"/rooms/{_room}/messages");

        Assert.That((await response.ReadJsonAsync()).EnumerateArray().Ids(), Is.EqualTo(_ids[^50..]));
        Assert.That(response.Link("prev"), Does.StartWith($"/rooms/{_room}/messages?"));
        Assert.That(response.Link("next"), Is.Null);
    }

    [TestCase(1)]
    [TestCase(100)]
    public async Task ListMessages_WithALimit_HasTheNewestOfThem(int limit)
    {
        var messages = await Api.GetJsonAsync($"/rooms/{_room}/messages?limit={limit}");

        Assert.That(messages.EnumerateArray().Ids(), Is.EqualTo(_ids[^limit..]));
    }

    [Test]
    public async Task ListMessages_Before_HasTheOnesJustBeforeAndBothLinks()
    {
        using var response = await Api.GetAsync($"/rooms/{_room}/messages?before={_ids[100]}&limit=10");

        Assert.That((await response.ReadJsonAsync()).EnumerateArray().Ids(), Is.EqualTo(_ids[90..100]));
        Assert.That((await Api.GetJsonAsync(response.Link("prev")!)).EnumerateArray().Ids(), Is.EqualTo(_ids[80..90]));
        Assert.That((await Api.GetJsonAsync(response.Link("next")!)).EnumerateArray().Ids(), Is.EqualTo(_ids[100..110]));
    }

    [Test]
    public async Task ListMessages_After_HasTheOnesJustAfterAndBothLinks()
    {
        using var response = await Api.GetAsync($"/rooms/{_room}/messages?after={_ids[100]}&limit=10");

        Assert.That((await response.ReadJsonAsync()).EnumerateArray().Ids(), Is.EqualTo(_ids[101..111]));
        Assert.That((await Api.GetJsonAsync(response.Link("prev")!)).EnumerateArray().Ids(), Is.EqualTo(_ids[91..101]));
        Assert.That((await Api.GetJsonAsync(response.Link("next")!)).EnumerateArray().Ids(), Is.EqualTo(_ids[111..121]));
    }

    [TestCase(10, 10)]
    [TestCase(10, 11)]
    [TestCase(0, 10)]
    public async Task ListMessages_BeforeWhenNoneAreOlder_HasNoPrev(int before, int limit)
    {
        using var response = await Api.GetAsync($"/rooms/{_room}/messages?before={_ids[before]}&limit={limit}");

        Assert.That((await response.ReadJsonAsync()).EnumerateArray().Ids(), Is.EqualTo(_ids[..before]));
        Assert.That(response.Link("prev"), Is.Null);
    }

    [TestCase(Count - 11, 10)]
    [TestCase(Count - 11, 11)]
    [TestCase(Count - 1, 10)]
    public async Task ListMessages_AfterWhenNoneAreNewer_HasNoNext(int after, int limit)
    {
        using var response = await Api.GetAsync($"/rooms/{_room}/messages?after={_ids[after]}&limit={limit}");

        Assert.That((await response.ReadJsonAsync()).EnumerateArray().Ids(), Is.EqualTo(_ids[(after + 1)..]));
        Assert.That(response.Link("next"), Is.Null);
    }

    [TestCase(7)]
    [TestCase(50)]
    [TestCase(100)]
    public async Task ListMessages_WhenWalkedBack_HasAllOnce(int limit)
    {
        var pages = await Api.FollowAsync($"/rooms/{_room}/messages?limit={limit}", "prev");

        pages.Reverse();
        Assert.That(pages.SelectMany(page => page).Ids(), Is.EqualTo(_ids));
        Assert.That(pages, Has.Count.EqualTo((Count + limit - 1) / limit));
    }

    [TestCase(7)]
    [TestCase(50)]
    [TestCase(100)]
    public async Task ListMessages_WhenWalkedForth_HasAllOnce(int limit)
    {
        var pages = await Api.FollowAsync($"/rooms/{_room}/messages?after={_ids[0]}&limit={limit}", "next");

        Assert.That(pages.SelectMany(page => page).Ids(), Is.EqualTo(_ids[1..]));
        Assert.That(pages, Has.Count.EqualTo((Count - 1 + limit - 1) / limit));
    }

    [Test]
    public async Task ListMessages_Always_NumbersThemRising()
    {
        var pages = await Api.FollowAsync($"/rooms/{_room}/messages?limit=100", "prev");

        pages.Reverse();
        Assert.That(
            pages.SelectMany(page => page).Select(message => message.GetProperty("seq").GetInt64()),
            Is.EqualTo(Enumerable.Range(1, Count)));
    }

    [Test]
    public async Task ListMessages_BeforeAndAfterTogether_IsRefused()
    {
        using var response = await Api.GetAsync($"/rooms/{_room}/messages?before={_ids[5]}&after={_ids[1]}");

        var problem = await Expect.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);
        Assert.That(problem.GetProperty("errors").EnumerateObject().Select(error => error.Name), Is.SubsetOf(["before", "after"]));
    }

    [TestCase("before")]
    [TestCase("after")]
    public async Task ListMessages_WhenTheMessageIsUnknown_IsNotFound(string parameter)
    {
        using var response = await Api.GetAsync($"/rooms/{_room}/messages?{parameter}={Guid.NewGuid()}");

        await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "Message not found");
    }

    [TestCase("before")]
    [TestCase("after")]
    public async Task ListMessages_WhenTheMessageIsOfAnotherRoom_IsNotFound(string parameter)
    {
        var other = await Api.CreateRoomAsync();

        using var response = await Api.GetAsync($"/rooms/{other}/messages?{parameter}={_ids[5]}");

        await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "Message not found");
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=101", "limit")]
    [TestCase("limit=-1", "limit")]
    [TestCase("limit=abc", "limit")]
    [TestCase("limit=", "limit")]
    [TestCase("before=abc", "before")]
    [TestCase("after=5", "after")]
    [TestCase("after=", "after")]
    public async Task ListMessages_WhenAParameterIsWrong_NamesIt(string query, string field)
    {
        using var response = await Api.GetAsync($"/rooms/{_room}/messages?{query}");

        await Expect.ValidationErrorsAsync(response, field);
    }
}
