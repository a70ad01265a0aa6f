using System.Text.RegularExpressions;
using Microsoft.Playwright;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoChat.Web.FunctionalTests;

/// <summary>Tests finding, creating and entering rooms, and the user's name.</summary>
[TestFixture(1_440, 900)]
[TestFixture(390, 844)]
internal sealed class RoomListTests(int width, int height) : WidthTest(width, height)
{
    [Test]
    public async Task Find_WhenTheRoomExists_OpensItAndCreatesAnotherOnlyOnRequest()
    {
        var name = $"Lobby {Guid.NewGuid():N}";
        var room = await Api.CreateRoomAsync(name);
        await Api.CreateRoomAsync($"{name} of another floor");
        var ada = await OpenHereAsync();
        await ada.ChooseNameAsync("ada");

        await FindAsync(ada, name.ToUpperInvariant());
        Assert.That(ada.RoomId, Is.EqualTo(room), "the same name");
        await FindAsync(ada, name[..^4]);
        Assert.That(ada.RoomId, Is.EqualTo(room), "its beginning");
        await ShowRoomsAsync(ada);
        await ada.Page.GetByLabel("Find or create a room").FillAsync(name);
        await Expect(ada.Page.GetByText("A room of this name exists")).ToBeVisibleAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Create another") }).ClickAsync();
        await Expect(ada.Page).Not.ToHaveURLAsync(new Regex($"{room}$"));
        await ada.IsLiveAsync();
        var second = ada.RoomId;
        await FindAsync(ada, $"{name} that is new");

        Assert.That(ada.RoomId, Is.Not.AnyOf(room, second));
        Assert.That((await NamesAsync()).Count(n => n == name), Is.EqualTo(2));
        Assert.That(await NamesAsync(), Does.Contain($"{name} that is new"));
    }

    [Test]
    public async Task Page_WithSixtyRoomsAndSixtyMembers_NeverScrollsAway()
    {
        var room = await Api.CreateRoomAsync("crowded");
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), async (i, _) =>
        {
            await Api.CreateRoomAsync(i % 10 == 0 ? new string('W', 100) : $"one of sixty {i}");
            var user = await Api.CreateUserAsync(i % 10 == 0 ? new string('W', 50) : $"member_{i}");
            await Api.PostJsonAsync($"/rooms/{room}/join", new { user_id = user.Id });
        });
        var ada = await EnterHereAsync("ada", room);
        await Expect(ada.Page.Locator("#room-list button")).Not.ToHaveCountAsync(0);

        foreach (var size in new[] { (1_440, 900), (820, 1_180), (390, 844), (320, 480) })
        {
            await ada.Page.SetViewportSizeAsync(size.Item1, size.Item2);
            await StaysAsync(ada, $"room, {size}");
            await ada.Page.Locator("#show-members").ClickAsync();
            await StaysAsync(ada, $"members, {size}");
            await ada.Page.Locator("#show-members").ClickAsync();
        }
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "All rooms" }).ClickAsync();
        await StaysAsync(ada, "rooms");
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Change name" })).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [Test]
    public async Task Row_Always_ShowsTheNameAndNoNumber()
    {
        var room = await Api.CreateRoomAsync("nothing unread");
        await Api.PostJsonAsync($"/rooms/{room}/join", new { user_id = (await Api.CreateUserAsync("eve")).Id });
        var ada = await OpenHereAsync();
        await ada.ChooseNameAsync("ada");

        await Expect(ada.Page.Locator($"#room-list [data-room='{room}']")).ToHaveTextAsync("nothing unread");
    }

    [Test]
    public async Task Enter_Always_RequestsNothingTwice()
    {
        var (first, second) = (await Api.CreateRoomAsync("first"), await Api.CreateRoomAsync("second"));
        var ada = await EnterHereAsync("ada", first);
        await ShowRoomsAsync(ada);
        var requests = new List<string>();
        ada.Page.Request += (_, request) =>
        {
            if (request.ResourceType == "fetch")
                requests.Add($"{request.Method} {new Uri(request.Url).AbsolutePath}");
        };

        await ChooseRoomAsync(ada, second);
        await ada.IsLiveAsync();

        var entering = requests.Where(r => r.Contains($"{second}", StringComparison.Ordinal)).ToArray();
        Assert.That(entering, Is.Unique);
        Assert.That(entering, Has.Length.LessThanOrEqualTo(4));
        Assert.That(requests.Count(r => r == "GET /rooms"), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public async Task ChangeName_WhenItIsTheSameName_IsTheSameUser()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await EnterHereAsync("ada", room);
        await ada.SayAsync("first");
        await ada.HasSentAllAsync();

        await ChangeNameAsync(ada);
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await ShowRoomsAsync(ada);
        await ChangeNameAsync(ada);
        await ada.Page.Keyboard.PressAsync("Escape");
        await ShowRoomsAsync(ada);
        await ChangeNameAsync(ada);
        await ada.Page.GetByLabel("Your name").FillAsync("bob");
        await Expect(ada.Page.GetByText("bob will be another person.")).ToBeVisibleAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await SayAsync(ada, room, "second");
        await BecomeAsync(ada, "bob");
        await SayAsync(ada, room, "third");
        await BecomeAsync(ada, "ada");
        await SayAsync(ada, room, "fourth");

        var ids = (await Api.ReadEventsAsync(room)).Select(e => e.GetProperty("user_id").GetGuid()).ToArray();
        Assert.That(ids, Has.Length.EqualTo(4));
        Assert.That(new[] { ids[1], ids[3] }, Is.All.EqualTo(ids[0]));
        Assert.That(ids[2], Is.Not.EqualTo(ids[0]));
    }

    [Test]
    public async Task ChangeName_WhenAnotherTabHasUsedTheName_IsTheSameUser()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await EnterHereAsync("ada", room);
        var tab = new ChatPage(await ada.Page.Context.NewPageAsync());
        await tab.Page.GotoAsync($"/chat#{room}");
        await tab.IsLiveAsync();
        await BecomeAsync(tab, "bob");
        await SayAsync(tab, room, "first");
        await BecomeAsync(ada, "carol");

        await BecomeAsync(ada, "bob");
        await SayAsync(ada, room, "second");

        var ids = (await Api.ReadEventsAsync(room)).Select(e => e.GetProperty("user_id").GetGuid()).ToArray();
        Assert.That(ids, Has.Length.EqualTo(2));
        Assert.That(ids[1], Is.EqualTo(ids[0]));
    }

    [Test]
    public async Task Create_WhenTheAnswerIsLost_CreatesOneRoom()
    {
        var name = $"once {Guid.NewGuid():N}";
        var ada = await OpenHereAsync();
        await ada.ChooseNameAsync("ada");
        var losses = 1;
        await ada.Page.RouteAsync("**/rooms", async route =>
        {
            if (route.Request.Method != "POST" || losses-- <= 0)
            {
                await route.ContinueAsync();
                return;
            }
            await route.FetchAsync();
            await route.AbortAsync();
        });
        var create = ada.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Create") });

        await ada.Page.GetByLabel("Find or create a room").FillAsync(name);
        await create.ClickAsync();
        await Expect(ada.Page.GetByText("The server cannot be reached just now.")).ToBeVisibleAsync();
        await create.ClickAsync();
        await ada.IsLiveAsync();

        Assert.That((await NamesAsync()).Count(n => n == name), Is.EqualTo(1));
    }

    private async Task FindAsync(ChatPage page, string text)
    {
        await ShowRoomsAsync(page);
        await page.Page.GetByLabel("Find or create a room").FillAsync(text);
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByLabel("Find or create a room")).ToHaveValueAsync("");
        await Expect(page.Page.Locator("body[data-view=room]:not([data-loading])")).ToHaveCountAsync(1);
        await page.IsLiveAsync();
    }

    private async Task ChangeNameAsync(ChatPage page)
    {
        await ShowRoomsAsync(page);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Change name" }).ClickAsync();
    }

    private async Task BecomeAsync(ChatPage page, string name)
    {
        await ChangeNameAsync(page);
        await page.ChooseNameAsync(name);
        await Expect(page.Page.Locator("#me")).ToContainTextAsync(name);
    }

    private async Task SayAsync(ChatPage page, Guid room, string content)
    {
        await ChooseRoomAsync(page, room);
        await page.IsLiveAsync();
        await page.SayAsync(content);
        await page.SeesAsync(content);
        await page.HasSentAllAsync();
    }

    /// <summary>
    /// Asserts that neither the document nor the containers of its parts can be scrolled, by the wheel or otherwise.
    /// </summary>
    private static Task StaysAsync(ChatPage page, string state) =>
        // The test polls, because the layout takes a few frames after a resize of the window.
        Eventually.BeTrueAsync(async () => (await ScrolledAsync(page)).Length == 0, $"nothing scrolls away in {state}");

    private static Task<string> ScrolledAsync(ChatPage page) => page.Page.EvaluateAsync<string>(
        """
        () => {
          const [root, body, frame] = [document.documentElement, document.body, document.querySelector('#frame')];
          for (const element of [root, body, frame]) element.scrollTo(0, 10_000);
          return [root, body, frame].filter(e => e.scrollTop > 0 || e.scrollLeft > 0 || (e === root && e.scrollHeight > innerHeight))
            .map(e => e.localName).join();
        }
        """);

    private static async Task<IReadOnlyList<string>> NamesAsync() =>
        [.. (await Api.GetJsonAsync("/rooms")).EnumerateArray().Select(r => r.GetProperty("name").GetString()!)];
}
