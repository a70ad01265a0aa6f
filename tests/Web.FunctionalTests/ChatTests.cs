using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoChat.Web.FunctionalTests;

internal sealed class ChatTests : PageTest
{
    private const string Script = "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">";

    [Test]
    public async Task Room_WhenTwoBrowsersChat_BothSeeTheSameInTheSameOrder()
    {
        var ada = await OpenAsync();
        await ada.ChooseNameAsync("ada");
        await ada.CreateRoomAsync("general");
        var bob = await EnterAsync("bob", ada.RoomId);

        await ada.SayAsync("hello bob");
        await bob.SeesAsync("hello bob");
        await bob.Field.PressSequentiallyAsync("hi");
        await Expect(ada.Page.GetByText("bob is typing …")).ToBeVisibleAsync();
        await bob.SayAsync("hi ada");
        await ada.SeesAsync("hi ada");

        await ada.HasSentAllAsync();
        await Expect(ada.Members).ToHaveTextAsync(["ada", "bob"]);
        await Expect(ada.Page.GetByText("bob is typing …")).ToBeHiddenAsync();
        Assert.That(await ada.TextsAsync(), Is.EqualTo(new[] { "hello bob", "hi ada" }));
        Assert.That(await bob.TextsAsync(), Is.EqualTo(new[] { "hello bob", "hi ada" }));
    }

    [Test]
    public async Task Reload_WhenARoomWasOpen_ReopensItUnderTheSameName()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await EnterAsync("ada", room);
        await ada.SayAsync("before");
        await ada.HasSentAllAsync();

        await ada.Page.GotoAsync("/chat");

        await ada.SeesAsync("before");
        await ada.SayAsync("after");
        await ada.HasSentAllAsync();
        var events = await Api.ReadEventsAsync(room);
        Assert.That(events.Select(e => e.GetProperty("username").GetString()), Is.All.EqualTo("ada"));
        Assert.That(events.Select(e => e.GetProperty("user_id").GetGuid()).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Leave_WhenClicked_EndsTheMembershipAndShowsTheRooms()
    {
        var room = await Api.CreateRoomAsync("left behind");
        var ada = await EnterAsync("ada", room);

        await ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Leave" }).ClickAsync();

        await Expect(ada.Page.GetByRole(Microsoft.Playwright.AriaRole.List, new() { Name = "Other rooms" }).GetByText("left behind"))
            .ToBeVisibleAsync();
        Assert.That((await Api.GetJsonAsync($"/rooms/{room}")).GetProperty("users").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Fields_WhenTheyHoldAScript_StayText()
    {
        var ada = await OpenAsync();
        await ada.ChooseNameAsync("ada");
        await ada.CreateRoomAsync("<b>bold</b>" + Script[..40]);
        var bob = await EnterAsync("bob", ada.RoomId);

        await ada.SayAsync(Script);
        await Api.PostJsonAsync($"/rooms/{ada.RoomId}/video-upload", new { title = Script });
        await Api.PostJsonAsync($"/rooms/{ada.RoomId}/live-stream", new { title = Script });

        await bob.SeesAsync(Script);
        await Expect(bob.Page.Locator(".notice")).ToContainTextAsync(Script);
        await Expect(bob.Page.Locator(".card .title")).ToHaveTextAsync(Script);
        await Expect(bob.Page.Locator("#room-title")).ToHaveTextAsync("<b>bold</b>" + Script[..40]);
        Assert.That(await bob.Page.TitleAsync(), Does.StartWith("<b>bold</b>"));
        Assert.That(await bob.Page.Locator("main script, main b, .log img[src=x]").CountAsync(), Is.Zero);
    }

    [Test]
    public async Task Name_WhenTheApiRefusesIt_ShowsTheApisError()
    {
        var ada = await OpenAsync();
        // Skips the field's validation, as an older page would.
        await ada.Page.GetByLabel("Your name").EvaluateAsync("field => field.form.noValidate = true");

        await ada.ChooseNameAsync("not allowed!");

        using var refused = await Api.PostAsync("/users", new { username = "not allowed!" });
        var detail = (await refused.ReadJsonAsync()).GetProperty("detail").GetString()!;
        await Expect(ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).GetByText(detail)).ToBeVisibleAsync();
    }
}
