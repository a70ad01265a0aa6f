using System.Text.Json;
using Microsoft.Playwright;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoChat.Web.FunctionalTests;

/// <summary>Messages that a user writes are never lost, and are sent only to the room in which they were written.</summary>
[TestFixture(1_440, 900)]
[TestFixture(390, 844)]
internal sealed class KeptMessagesTests(int width, int height) : WidthTest(width, height)
{
    [Test]
    public async Task Send_WhileTheRoomLoads_IsKeptAndShownInItsRoom()
    {
        var (first, second) = (await Api.CreateRoomAsync("first"), await Api.CreateRoomAsync("second"));
        await Api.PostMessageAsync(first, await Api.CreateUserAsync("eve"), "of the first room");
        var ada = await EnterHereAsync("ada", first);
        var release = new TaskCompletionSource();
        await ada.Page.RouteAsync($"**/rooms/{second}/events*", async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        });

        await ChooseRoomAsync(ada, second);
        await ada.SayAsync("while it loads");

        await Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync("second");
        await Expect(ada.Page.Locator("#room-list [aria-current=true]")).ToHaveAttributeAsync("data-room", $"{second}");
        await Expect(ada.Page.Locator(".message.sending").GetByText("while it loads")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByText("of the first room")).ToBeHiddenAsync();
        await Expect(ada.Page.Locator("#log")).ToBeHiddenAsync();
        release.SetResult();
        await ada.IsLiveAsync();
        await ada.SeesAsync("while it loads");
        await ada.HasSentAllAsync();
        Assert.That(await ContentsAsync(second), Is.EqualTo(new[] { "while it loads" }));
        Assert.That(await ContentsAsync(first), Is.EqualTo(new[] { "of the first room" }));
    }

    [Test]
    public async Task Unsent_AfterAReloadInAnotherTabAndAfterASwitch_IsSentOnceInOrder()
    {
        var (room, other) = (await Api.CreateRoomAsync("with a gap"), await Api.CreateRoomAsync("elsewhere"));
        var ada = await EnterHereAsync("ada", room);
        var sockets = await HeldSockets.OfAsync(ada.Page);
        sockets.AreHeld = true;
        await ada.Page.ReloadAsync();
        await Expect(ada.Banner).ToBeVisibleAsync();
        await ada.SayAsync("one");
        await ada.SayAsync("two");
        await ada.Page.ReloadAsync();
        await Expect(ada.Page.Locator(".message.sending .text")).ToHaveTextAsync(["one", "two"]);

        var tab = new ChatPage(await ada.Page.Context.NewPageAsync());
        await tab.Page.GotoAsync($"/chat#{room}");
        await tab.IsLiveAsync();
        await tab.HasSentAllAsync();
        sockets.AreHeld = false;
        await ada.TryNowAsync();
        await ada.IsLiveAsync();
        await ada.HasSentAllAsync();

        Assert.That(await ada.TextsAsync(), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(await tab.TextsAsync(), Is.EqualTo(new[] { "one", "two" }));
        await tab.Page.CloseAsync();
        await sockets.HoldAsync();
        await Expect(ada.Banner).ToBeVisibleAsync();
        await ada.SayAsync("three");
        sockets.AreHeld = false;
        await ChooseRoomAsync(ada, other);
        await Eventually.BeTrueAsync(async () => (await ContentsAsync(room)).Count == 3, "what was left is sent");
        await ChooseRoomAsync(ada, room);
        await ada.SeesAsync("three");
        Assert.That(await ContentsAsync(room), Is.EqualTo(new[] { "one", "two", "three" }));
    }

    [Test]
    public async Task Send_WhileARoomLoadsThatIsThenRefused_IsSentWithoutIt()
    {
        var (first, second) = (await Api.CreateRoomAsync("stays open"), await Api.CreateRoomAsync("is refused"));
        var ada = await EnterHereAsync("ada", first);
        var written = new TaskCompletionSource();
        await ada.Page.RouteAsync($"**/rooms/{second}", async route =>
        {
            await written.Task;
            await route.FulfillAsync(new() { Status = 503 });
        });

        await ChooseRoomAsync(ada, second);
        await ada.SayAsync("kept");
        written.SetResult();
        await Expect(ada.Page.GetByText("could not be opened.")).ToBeVisibleAsync();

        await Eventually.BeTrueAsync(async () => (await ContentsAsync(second)).Count == 1, "it is sent");
        Assert.That(await ContentsAsync(first), Is.Empty);
    }

    [Test]
    public async Task Storage_WhenItIsForbidden_KeepsMessagesAndDraftsInMemory()
    {
        var (room, other) = (await Api.CreateRoomAsync("private"), await Api.CreateRoomAsync("elsewhere"));
        var ada = await OpenHereAsync();
        await ada.Page.AddInitScriptAsync("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })");
        await ada.Page.GotoAsync("about:blank");
        await ada.Page.GotoAsync($"/chat#{room}");
        await ada.ChooseNameAsync("ada");
        await ada.IsLiveAsync();
        await ada.SayAsync("sent");
        await ada.HasSentAllAsync();

        await ada.Field.FillAsync("a draft");
        await ChooseRoomAsync(ada, other);
        await Expect(ada.Field).ToHaveValueAsync("");
        await ChooseRoomAsync(ada, room);

        await Expect(ada.Field).ToHaveValueAsync("a draft");
        await Expect(ada.Page.Locator(".toast, .error:not(:empty)")).ToHaveCountAsync(0);
        var warns = await ada.Page.EvaluateAsync<bool>("() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))");
        Assert.That(warns, Is.True, "the draft would be lost with the page");
    }

    [Test]
    public async Task Draft_WhenTheRoomIsLeftOrThePageReloaded_StaysInItsRoom()
    {
        var (first, second) = (await Api.CreateRoomAsync("first"), await Api.CreateRoomAsync("second"));
        var ada = await EnterHereAsync("ada", first);

        await ada.Field.FillAsync("for the first room");
        await ChooseRoomAsync(ada, second);
        await Expect(ada.Field).ToHaveValueAsync("");
        await ada.IsLiveAsync();
        await ShowRoomsAsync(ada);
        await Expect(ada.Page.Locator($"#room-list [data-room='{first}'] .draft")).ToHaveTextAsync("(draft)");
        await ChooseRoomAsync(ada, first);
        await Expect(ada.Field).ToHaveValueAsync("for the first room");
        await ada.IsLiveAsync();
        await ada.Page.ReloadAsync();
        await Expect(ada.Field).ToHaveValueAsync("for the first room");
        await ada.IsLiveAsync();
        await ada.Field.PressAsync("Enter");
        await ada.HasSentAllAsync();
        await ada.Page.ReloadAsync();

        await ada.SeesAsync("for the first room");
        await Expect(ada.Field).ToHaveValueAsync("");
        await ShowRoomsAsync(ada);
        await Expect(ada.Page.Locator(".draft")).ToHaveCountAsync(0);
        Assert.That(await ContentsAsync(second), Is.Empty);
    }

    private static async Task<IReadOnlyList<string>> ContentsAsync(Guid room) =>
        [.. (await Api.ReadEventsAsync(room)).Select((JsonElement e) => e.GetProperty("content").GetString()!)];
}
