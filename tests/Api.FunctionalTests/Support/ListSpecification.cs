using System.Net;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>Tests a list that is read in pages, oldest first. Each fixture has its own server.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public abstract class ListSpecification(Column column) : OnEachServer(column)
{
    private const int Count = 25;

    private readonly List<string> _ids = [];

    protected abstract string Path { get; }

    private protected new ApiServer Api { get; private set; } = null!;

    /// <summary>Adds an item and returns its id.</summary>
    private protected abstract Task<string> CreateAsync(int number);

    [OneTimeSetUp]
    public async Task FillAsync()
    {
        Api = await StartServerAsync();
        for (var i = 0; i < Count; i++)
            _ids.Add(await CreateAsync(i));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await Api.DisposeAsync();

    [Test]
    public async Task List_WithoutALimit_HasAllOldestFirst()
    {
        var list = await Api.GetJsonAsync(Path);

        Assert.That(list.EnumerateArray().Ids(), Is.EqualTo(_ids));
    }

    [Test]
    public async Task List_WhenNoneFollow_HasNoLink([Values("", "?limit=25", "?limit=1000")] string query)
    {
        using var response = await Api.GetAsync(Path + query);

        Assert.That(response.Header("Link"), Is.Null);
    }

    [Test]
    public async Task List_WhenMoreFollow_LinksToThemRelatively()
    {
        using var response = await Api.GetAsync(Path + "?limit=24");

        Assert.That(response.Link("next"), Does.StartWith(Path + "?"));
    }

    [Test]
    public async Task List_WhenTheLinksAreFollowed_HasAllOnce([Values(1, 7, 5, 24)] int limit)
    {
        var pages = await Api.FollowAsync($"{Path}?limit={limit}", "next");

        Assert.That(pages.SelectMany(page => page).Ids(), Is.EqualTo(_ids));
        Assert.That(pages, Has.Count.EqualTo((Count + limit - 1) / limit));
    }

    [Test]
    public async Task List_WhenTheLimitIsOutsideItsRange_IsRefused(
        [Values("0", "1001", "-1", "abc", "", "1.5", "99999999999", "0x10", "#10", "1,0", "5 5")] string limit)
    {
        using var response = await Api.GetAsync($"{Path}?limit={Uri.EscapeDataString(limit)}");

        await Expect.ValidationErrorsAsync(response, "limit");
    }

    [Test]
    public async Task List_WhenTheCursorIsNoId_IsRefused([Values("abc", "", "1", "{0190a000-0000-7000-8000-000000000000}")] string cursor)
    {
        using var response = await Api.GetAsync($"{Path}?cursor={Uri.EscapeDataString(cursor)}");

        await Expect.ValidationErrorsAsync(response, "cursor");
    }

    [Test]
    public async Task List_WhenSeveralParametersAreWrong_NamesThemAll()
    {
        using var response = await Api.GetAsync(Path + "?limit=x&cursor=x");

        await Expect.ValidationErrorsAsync(response, "limit", "cursor");
    }

    [Test]
    public async Task List_WhenTheCursorIsTheLast_IsEmpty()
    {
        using var response = await Api.GetAsync($"{Path}?cursor={_ids[^1]}");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await response.ReadJsonAsync()).GetArrayLength(), Is.Zero);
    }
}
