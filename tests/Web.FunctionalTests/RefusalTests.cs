using Microsoft.Playwright;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoChat.Web.FunctionalTests;

/// <summary>If a room cannot be opened, the previous one stays open and the page says why. Errors disappear with their cause.</summary>
[TestFixture(1_440, 900)]
[TestFixture(390, 844)]
internal sealed class RefusalTests(int width, int height) : WidthTest(width, height)
{
    [Test]
    public async Task Link_WhenTheRoomDoesNotExist_LeavesTheOpenRoomOpen()
    {
        var room = await Api.CreateRoomAsync("stays open");
        var ada = await EnterHereAsync("ada", room);
        await ada.SayAsync("still here");
        await ada.HasSentAllAsync();

        await ada.Page.EvaluateAsync("() => { location.hash = '#general'; }");

        await Expect(ada.Page.GetByRole(AriaRole.Alert).GetByText("There is no such room.")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync("stays open");
        await Expect(ada.Page.GetByText("still here")).ToBeVisibleAsync();
        Assert.That(ada.RoomId, Is.EqualTo(room));
        await ada.SayAsync("and usable");
        await ada.HasSentAllAsync();
    }

    [Test]
    public async Task Room_WhenTheRateLimitRefusesIt_OpensAfterTheWait()
    {
        var (room, other) = (await Api.CreateRoomAsync("stays open"), await Api.CreateRoomAsync("opens later"));
        var ada = await EnterHereAsync("ada", room);
        var refusals = 1;
        await ada.Page.RouteAsync($"**/rooms/{other}", route => refusals-- > 0
            ? route.FulfillAsync(new() { Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "3" } })
            : route.ContinueAsync());

        await ada.Page.EvaluateAsync($"() => {{ location.hash = '#{other}'; }}");

        await Expect(ada.Page.GetByText("Slow down a little")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync("stays open");
        await Expect(ada.Log).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync("opens later");
        await ada.IsLiveAsync();
        await Expect(ada.Page.Locator(".toast")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Room_WhenTheServerIsUnavailable_LeavesTheOpenRoomOpenAndTheErrorEndsWithTheOutage()
    {
        var (room, other) = (await Api.CreateRoomAsync("stays open"), await Api.CreateRoomAsync("out of reach"));
        var ada = await EnterHereAsync("ada", room);

        await Api.KillAsync();
        await Expect(ada.Banner).ToBeVisibleAsync();
        await ada.SayAsync("kept");
        await ada.Page.EvaluateAsync($"() => {{ location.hash = '#{other}'; }}");
        await Expect(ada.Page.GetByRole(AriaRole.Alert).GetByText("could not be opened. The server cannot be reached")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync("stays open");
        await Expect(ada.Page.Locator(".message.sending").GetByText("kept")).ToBeVisibleAsync();
        await Api.StartAsync();
        await ada.TryNowAsync();
        await Expect(ada.Banner).ToBeHiddenAsync();

        await ada.HasSentAllAsync();
        await Expect(ada.Page.Locator(".toast, .error:not(:empty)")).ToHaveCountAsync(0);
        Assert.That((await Api.ReadEventsAsync(room)).Select(e => e.GetProperty("content").GetString()), Is.EqualTo(new[] { "kept" }));
    }

    [Test]
    public async Task Rooms_WhenTheyCannotBeReadAtFirst_AreReadLaterAndTheErrorDisappears()
    {
        await Api.CreateRoomAsync("read later");
        var ada = await OpenHereAsync();
        var refusals = 1;
        await ada.Page.RouteAsync("**/rooms", route => refusals-- > 0 ? route.AbortAsync() : route.ContinueAsync());

        await ada.ChooseNameAsync("ada");

        await Expect(ada.Page.GetByText("The rooms could not be loaded.")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("#room-list").GetByText("read later").First).ToBeVisibleAsync();
        await Expect(ada.Page.Locator(".error:not(:empty)")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task Server_WithoutVideoAndWithShortMessages_IsWhatThePageOffers()
    {
        await using var api = await ApiServer.StartAsync(("Video__Provider", "None"), ("Messages__MaxLength", "20"));
        var ada = await OpenHereAsync(api);
        await ada.ChooseNameAsync("ada");
        await ada.CreateRoomAsync("short");

        await ada.SayAsync("21 characters are too");

        await Expect(ada.Page.GetByText("at most 20 characters")).ToBeVisibleAsync();
        await Expect(ada.Field).ToHaveValueAsync("21 characters are too");
        await Expect(ada.Messages).ToHaveCountAsync(0);
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Upload a video" })).ToBeHiddenAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Go live" })).ToBeHiddenAsync();
    }
}
