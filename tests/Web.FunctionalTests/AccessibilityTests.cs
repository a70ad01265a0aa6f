using Microsoft.Playwright;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoChat.Web.FunctionalTests;

internal sealed class AccessibilityTests : PageTest
{
    [TestCase(ColorScheme.Light, 1_280)]
    [TestCase(ColorScheme.Dark, 320)]
    public async Task Views_WhenCheckedByAxe_BreakNoRule(ColorScheme scheme, int width)
    {
        var (room, eve) = (await Api.CreateRoomAsync("A room to look at"), await Api.CreateUserAsync("eve"));
        await Api.PostMessageAsync(room, eve, "hello");
        var ada = await OpenAsync(width: width, height: 640, scheme: scheme);
        await ada.Page.IsAccessibleAsync("choosing a name");
        await ada.ChooseNameAsync("ada");
        await Expect(ada.Page.Locator("#room-list").GetByText("A room to look at").First).ToBeVisibleAsync();
        await ada.Page.IsAccessibleAsync("rooms");

        await ada.Page.GotoAsync($"/chat#{room}");
        await ada.IsLiveAsync();
        await ada.SayAsync("hi");
        await ada.HasSentAllAsync();
        await Api.PostJsonAsync($"/rooms/{room}/video-upload", new { title = "Holiday" });
        await Expect(ada.Page.Locator(".notice")).ToBeVisibleAsync();
        await ada.Page.IsAccessibleAsync("room");

        await ada.Page.Locator("#show-members").ClickAsync();
        await ada.Page.IsAccessibleAsync("members");
        await ada.Page.Locator("#show-members").ClickAsync();

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Upload a video" }).ClickAsync();
        await ada.Page.IsAccessibleAsync("upload");
        await ada.Page.Keyboard.PressAsync("Escape");

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Go live" }).ClickAsync();
        await ada.Page.IsAccessibleAsync("going live");
        await ada.Page.GetByRole(AriaRole.Textbox, new() { Name = "Title" }).FillAsync("Friday");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Page.GetByLabel("Stream key")).ToBeVisibleAsync();
        await ada.Page.IsAccessibleAsync("encoder settings");
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Page.GetByText("Waiting for the encoder")).ToBeVisibleAsync();
        await ada.Page.IsAccessibleAsync("waiting for the encoder");
        Assert.That(await ScrollsSidewaysAsync(ada.Page), Is.False);
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "End", Exact = true }).ClickAsync();
        await Expect(ada.Page.GetByText("ada is no longer live: \"Friday\"")).ToBeVisibleAsync();
    }

    [Test]
    public async Task Room_WhenTheConnectionIsLost_StaysAccessible()
    {
        var ada = await EnterAsync("ada", await Api.CreateRoomAsync(), width: 320);

        await Api.KillAsync();

        await Expect(ada.Banner).ToBeVisibleAsync();
        await ada.SayAsync("unsent");
        await ada.Page.IsAccessibleAsync("connection lost");
        Assert.That(await ScrollsSidewaysAsync(ada.Page), Is.False);
        await Api.StartAsync();
    }

    [Test]
    public async Task Page_WhenItIs320PixelsWide_DoesNotScrollSideways()
    {
        var ada = await OpenAsync(width: 320, height: 560);
        Assert.That(await ScrollsSidewaysAsync(ada.Page), Is.False, "name");
        await ada.ChooseNameAsync(new string('W', 50));
        await ada.CreateRoomAsync(new string('W', 100));

        await ada.SayAsync(new string('W', 500));
        await Api.PostJsonAsync($"/rooms/{ada.RoomId}/video-upload", new { title = new string('W', 200) });
        await Expect(ada.Page.Locator(".notice")).ToBeVisibleAsync();
        await ada.HasSentAllAsync();

        Assert.That(await ScrollsSidewaysAsync(ada.Page), Is.False, "room");
        await Expect(ada.Field).ToBeInViewportAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Leave" })).ToBeInViewportAsync(new() { Ratio = 1 });
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "All rooms" }).ClickAsync();
        await Expect(ada.Page.GetByLabel("Find or create a room")).ToBeVisibleAsync();
        Assert.That(await ScrollsSidewaysAsync(ada.Page), Is.False, "rooms");
    }

    private static Task<bool> ScrollsSidewaysAsync(IPage page) => page.EvaluateAsync<bool>(
        "() => [document.documentElement, document.querySelector('#log')].some(e => e.scrollWidth > e.clientWidth)");
}
