using Microsoft.Playwright;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;
using Clip = VideoChat.Api.FunctionalTests.Videos.Local.Clip;

namespace VideoChat.Web.FunctionalTests;

/// <summary>Pages other than the web client that are read in a browser. They work under their Content-Security-Policy.</summary>
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
    public async Task SwaggerUi_WhenAUserIsCreatedTwice_AnswersBothTimes()
    {
        var page = (await OpenAsync()).Page;
        await page.GotoAsync("/docs");
        var operation = page.Locator("#operations-Users-createUser");
        await operation.Locator(".opblock-summary-control").ClickAsync();
        await operation.GetByRole(AriaRole.Button, new() { Name = "Try it out" }).ClickAsync();

        foreach (var name in (string[])["grace", "linus"])
        {
            await operation.Locator("textarea.body-param__text").FillAsync($$"""{"username":"{{name}}"}""");
            await operation.GetByRole(AriaRole.Button, new() { Name = "Execute" }).ClickAsync();

            await Expect(operation.Locator(".live-responses-table tbody .response-col_description").First).ToContainTextAsync($"\"{name}\"");
            await Expect(operation.Locator(".live-responses-table tbody .response-col_status").First).ToHaveTextAsync("200");
        }
    }

    [Test]
    public async Task SwaggerUi_WhenOpened_BeginsWithUsersRoomsAndMessagesAndPrefillsNoId()
    {
        var page = (await OpenAsync()).Page;
        await page.GotoAsync("/docs");
        var operation = page.Locator("#operations-Messages-listMessages");

        await operation.Locator(".opblock-summary-control").ClickAsync();
        await operation.GetByRole(AriaRole.Button, new() { Name = "Try it out" }).ClickAsync();

        await Expect(operation.Locator("input[placeholder='room_id']")).ToHaveValueAsync("");
        var tags = await page.Locator(".opblock-tag").EvaluateAllAsync<string[]>("tags => tags.map(tag => tag.dataset.tag)");
        Assert.That(tags.Take(3), Is.EqualTo(["Users", "Rooms", "Messages"]));
        Assert.That(tags[^1], Is.EqualTo("Health"));
    }

    [Test]
    public async Task Media_WhenAFileIsOpenedByItsAddress_Plays()
    {
        Clip.Require();
        var page = (await OpenAsync()).Page;
        var id = Guid.NewGuid();
        await File.WriteAllBytesAsync(Path.Combine(Folder("originals"), $"{id}.mp4"), await Clip.MakeAsync(seconds: 4));
        // The result has no HLS output, so the original file is played.
        await File.WriteAllTextAsync(Path.Combine(Folder("videos", $"{id}"), "video.json"), """{"IsReady":true}""");

        await page.GotoAsync($"/media/originals/{id}.mp4");

        await page.WaitForFunctionAsync("() => document.querySelector('video')?.readyState >= 2");
    }

    private static string Folder(params string[] names) => Directory.CreateDirectory(Path.Combine([Api.Storage, .. names])).FullName;
}
