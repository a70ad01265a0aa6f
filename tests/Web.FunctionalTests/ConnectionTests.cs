using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoChat.Web.FunctionalTests;

internal sealed class ConnectionTests : PageTest
{
    [Test]
    public async Task Room_WhenTheServerIsKilledAndRestarted_MissesAndDuplicatesNothing()
    {
        var room = await Api.CreateRoomAsync();
        var (ada, bob) = (await EnterAsync("ada", room), await EnterAsync("bob", room));
        await ada.SayAsync("one");
        await bob.SeesAsync("one");

        await Api.KillAsync();
        await Expect(ada.Banner).ToContainTextAsync("Connection lost");
        await ada.SayAsync("two");
        await Expect(ada.Page.Locator(".message.sending")).ToContainTextAsync("two");
        await Api.StartAsync();
        await Api.PostMessageAsync(room, await Api.CreateUserAsync("eve"), "three");
        await Task.WhenAll(ReconnectAsync(ada), ReconnectAsync(bob));

        foreach (var page in new[] { ada, bob })
        {
            await page.SeesAsync("two");
            await page.SeesAsync("three");
            await page.HasSentAllAsync();
            Assert.That(await page.TextsAsync(), Is.EqualTo(new[] { "one", "three", "two" }).Or.EqualTo(new[] { "one", "two", "three" }));
        }
        Assert.That(await ada.TextsAsync(), Is.EqualTo(await bob.TextsAsync()));
    }

    [Test]
    public async Task Room_WhenTooMuchWasMissed_ReadsTheHistoryAgain()
    {
        await using var api = await ApiServer.StartAsync(("Realtime__MaxResumeEvents", "5"));
        var (room, eve) = (await api.CreateRoomAsync(), await api.CreateUserAsync("eve"));
        var ada = await OpenAsync(api);
        await ada.Page.GotoAsync($"/chat#{room}");
        await ada.ChooseNameAsync("ada");
        await ada.IsLiveAsync();
        await ada.SayAsync("before");
        await ada.HasSentAllAsync();

        await api.KillAsync();
        await Expect(ada.Banner).ToBeVisibleAsync();
        await api.StartAsync();
        for (var i = 1; i <= 12; i++)
            await api.PostMessageAsync(room, eve, $"m{i}");
        await ReconnectAsync(ada);

        await ada.SeesAsync("m12");
        Assert.That(await ada.TextsAsync(), Is.EqualTo(Enumerable.Range(1, 12).Select(i => $"m{i}").Prepend("before")));
    }

    [Test]
    public async Task Room_WhenThreeAttemptsFail_SaysWhatMayBeWrong()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await EnterAsync("ada", room);

        await Api.KillAsync();
        await Eventually.BeTrueAsync(
            async () =>
            {
                await ada.TryNowAsync();
                return (await ada.Banner.InnerTextAsync()).Contains("cannot be reached", StringComparison.Ordinal);
            },
            "three attempts failed");

        await Api.StartAsync();
        await ReconnectAsync(ada);
    }

    /// <summary>Reconnects. The page does so automatically; the button saves the wait.</summary>
    private static async Task ReconnectAsync(ChatPage page)
    {
        await page.TryNowAsync();
        await Expect(page.Banner).ToBeHiddenAsync();
    }
}
