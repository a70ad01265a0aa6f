using Microsoft.Playwright;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;
using Clip = VideoChat.Api.FunctionalTests.Videos.Local.Clip;

namespace VideoChat.Web.FunctionalTests;

internal sealed class KeyboardTests : PageTest
{
    [Test]
    public async Task Flow_WhenThereIsOnlyAKeyboard_Works()
    {
        var ada = await OpenAsync();
        var keyboard = ada.Page.Keyboard;

        await keyboard.TypeAsync("ada");
        await keyboard.PressAsync("Enter");
        await Expect(ada.Page.GetByLabel("Find or create a room")).ToBeFocusedAsync();
        await keyboard.TypeAsync("by keyboard");
        await keyboard.PressAsync("Enter");
        await Expect(ada.Field).ToBeFocusedAsync();
        await ada.IsLiveAsync();

        await keyboard.TypeAsync("first");
        await keyboard.PressAsync("Shift+Enter");
        await keyboard.TypeAsync("second");
        await keyboard.PressAsync("Enter");
        await ada.HasSentAllAsync();
        Assert.That(await ada.TextsAsync(), Is.EqualTo(new[] { "first\nsecond" }));

        // Goes backwards from the field to the button for live streams.
        await keyboard.PressAsync("Shift+Tab");
        await keyboard.PressAsync("Enter");
        await Expect(ada.Page.GetByRole(AriaRole.Textbox, new() { Name = "Title" })).ToBeFocusedAsync();
        await keyboard.TypeAsync("Friday");
        await keyboard.PressAsync("Enter");
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Done" })).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Go live" })).ToBeFocusedAsync();
        await EndStreamsAsync(ada.RoomId);

        // Goes backwards to the button for uploads.
        await keyboard.PressAsync("Shift+Tab");
        await keyboard.PressAsync("Enter");
        await Expect(ada.Page.GetByLabel("Video file")).ToBeFocusedAsync();
        var chooser = await ada.Page.RunAndWaitForFileChooserAsync(() => keyboard.PressAsync("Enter"));
        await chooser.SetFilesAsync(new FilePayload { Name = "film.mp4", MimeType = "video/mp4", Buffer = Clip.Broken() });
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Enter");
        await Expect(ada.Page.Locator(".upload")).ToContainTextAsync("Uploaded");

        // Opens the list of members, then leaves the room.
        await TabToAsync(ada.Page, "Leave");
        await keyboard.PressAsync("Enter");
        await Expect(ada.Page.GetByLabel("Find or create a room")).ToBeFocusedAsync();
        await TabToAsync(ada.Page, "by keyboard");
        await keyboard.PressAsync("Enter");
        await ada.SeesAsync("first\nsecond");
    }

    private static async Task TabToAsync(IPage page, string text)
    {
        for (var i = 0; i < 40; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("text => document.activeElement?.textContent.startsWith(text) ?? false", text))
                return;
        }
        Assert.Fail($"No way to \"{text}\" by Tab.");
    }

    private static async Task EndStreamsAsync(Guid room)
    {
        foreach (var stream in (await Api.GetJsonAsync($"/rooms/{room}/live-streams")).EnumerateArray())
            await Api.PostJsonAsync($"/rooms/{room}/live-streams/{stream.GetProperty("id")}/stop", new { });
    }
}
