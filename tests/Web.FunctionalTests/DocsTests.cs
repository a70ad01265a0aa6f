using Microsoft.Playwright;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;
using Clip = VideoChat.Api.FunctionalTests.Videos.Local.Clip;

namespace VideoChat.Web.FunctionalTests;

/// <summary>What is no page of ours and is looked at in a browser: it works under its Content-Security-Policy.</summary>
internal sealed class DocsTests : PageTest
{
    [Test]
    public async Task SwaggerUi_WhenAnOperationIsTried_ShowsTheAnswer()
    {
        var page = (await OpenAsync()).Page;
        await page.GotoAsync("/docs");
        var operation = page.Locator("#operations-Users-createUser");

        await operation.Locator(".opblock-summary-control").ClickAsync();
        await operation.GetByRole(AriaRole.Button, new() { Name = "Try it out" }).ClickAsync();
        await operation.GetByRole(AriaRole.Button, new() { Name = "Execute" }).ClickAsync();

        await Expect(operation.Locator(".live-responses-table tbody .response-col_status").First).ToHaveTextAsync("200");
    }

    [Test]
    public async Task Media_WhenAFileIsOpenedByItsAddress_Plays()
    {
        Clip.Require();
        var page = (await OpenAsync()).Page;
        await File.WriteAllBytesAsync(
            Path.Combine(Directory.CreateDirectory(Path.Combine(Api.Storage, "originals")).FullName, "opened.mp4"), await Clip.MakeAsync(seconds: 4));

        await page.GotoAsync("/media/originals/opened.mp4");

        await page.WaitForFunctionAsync("() => document.querySelector('video')?.readyState >= 2");
    }
}
