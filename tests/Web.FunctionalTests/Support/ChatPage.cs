using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace VideoChat.Web.FunctionalTests.Support;

internal sealed class ChatPage(IPage page)
{
    public IPage Page => page;

    public ILocator Log => page.GetByRole(AriaRole.Log);

    public ILocator Messages => Log.Locator(".message");

    public ILocator Banner => page.Locator("#banner");

    public ILocator Field => page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true });

    public ILocator Members => page.Locator("#members .here > span:last-child");

    public Guid RoomId => Guid.Parse(new Uri(page.Url).Fragment[1..]);

    /// <summary>Returns the texts of the log's messages from top to bottom.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync() => await Messages.Locator(".text").AllTextContentsAsync();

    public async Task ChooseNameAsync(string name)
    {
        await page.GetByLabel("Your name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }

    public async Task CreateRoomAsync(string name)
    {
        await page.GetByLabel("Find or create a room").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Create") }).ClickAsync();
        await IsLiveAsync();
    }

    /// <summary>Waits until the room and its socket are open. The page then shows the number of connected users.</summary>
    public Task IsLiveAsync() => Expect(page.Locator("#here-count")).Not.ToHaveTextAsync("");

    public async Task SayAsync(string content)
    {
        await Field.FillAsync(content);
        await Field.PressAsync("Enter");
    }

    public Task SeesAsync(string content) => Expect(Messages.Locator(".text").GetByText(content, new() { Exact = true })).ToHaveCountAsync(1);

    /// <summary>Clicks "Try now", unless the connection is already back.</summary>
    public async Task TryNowAsync()
    {
        var button = Banner.GetByRole(AriaRole.Button, new() { Name = "Try now" });
        await Expect(button.Or(page.Locator("#banner[hidden]"))).ToHaveCountAsync(1);
        await page.EvaluateAsync("() => document.querySelector('#banner button')?.click()");
    }

    /// <summary>Waits until no message is pending or failed.</summary>
    public Task HasSentAllAsync() => Expect(page.Locator(".message.sending, .message.failed")).ToHaveCountAsync(0);

    /// <summary>Waits until the newest player has advanced.</summary>
    public Task PlaysAsync(double seconds = 0.5) => page.WaitForFunctionAsync(
        "seconds => [...document.querySelectorAll('video')].at(-1)?.currentTime > seconds", seconds);
}
