using Microsoft.Playwright;
using VideoChat.Api.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoChat.Web.FunctionalTests.Support;

/// <summary>A test that runs on a desktop and on a phone.</summary>
internal abstract class WidthTest(int width, int height) : PageTest
{
    protected bool IsNarrow => width < 736;

    protected Task<ChatPage> OpenHereAsync(ApiServer? api = null) => OpenAsync(api, width, height);

    protected Task<ChatPage> EnterHereAsync(string name, Guid room) => EnterAsync(name, room, width, height);

    /// <summary>Goes to the list of rooms. A phone shows the list alone.</summary>
    protected async Task ShowRoomsAsync(ChatPage page)
    {
        if (IsNarrow && await page.Page.Locator("body[data-view=room]").CountAsync() > 0)
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "All rooms" }).ClickAsync();
        await Expect(page.Page.Locator("#room-list")).ToBeVisibleAsync();
    }

    protected async Task ChooseRoomAsync(ChatPage page, Guid room)
    {
        await ShowRoomsAsync(page);
        await page.Page.Locator($"#room-list [data-room='{room}']").ClickAsync();
    }
}
