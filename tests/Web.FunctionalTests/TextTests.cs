using Microsoft.Playwright;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Web.FunctionalTests.Support;
using static Microsoft.Playwright.Assertions;

namespace VideoChat.Web.FunctionalTests;

/// <summary>How messages are written and shown: their length, links and text direction.</summary>
[TestFixture(1_440, 900)]
[TestFixture(390, 844)]
internal sealed class TextTests(int width, int height) : WidthTest(width, height)
{
    private static readonly (string Text, string[] Links)[] Linked =
    [
        ("see https://example.com/a?b=c#d.", ["https://example.com/a?b=c#d"]),
        ("(https://en.wikipedia.org/wiki/Foo_(bar))", ["https://en.wikipedia.org/wiki/Foo_(bar)"]),
        ("[text](http://localhost:8000/chat), <https://a.example>!", ["http://localhost:8000/chat", "https://a.example"]),
        ("https://a.example,https://b.example", ["https://a.example,https://b.example"]),
        ("“https://a.example/ü” HTTPS://B.EXAMPLE…", ["https://a.example/ü", "HTTPS://B.EXAMPLE"]),
        ("javascript:alert(1) ftp://a.example file:///etc xhttps://a.example https:// https://.", []),
        ("https://a.example/\u202egpj.exe", ["https://a.example/"]),
        ("no link", []),
    ];

    [Test]
    public async Task Composer_WhenAPasteIsTooLong_KeepsItWholeAndSaysSo()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await EnterHereAsync("ada", room);

        await ada.Field.FocusAsync();
        await ada.Page.Keyboard.InsertTextAsync(new string('x', 6_000));
        await Expect(ada.Page.GetByText("Too long for one message: at most 5,000 characters.")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("#length-count")).ToHaveTextAsync("1,000 too many");
        await ada.Field.PressAsync("Enter");
        Assert.That((await ada.Field.InputValueAsync()).Length, Is.EqualTo(6_000));
        await Expect(ada.Messages).ToHaveCountAsync(0);
        await ada.Field.FillAsync(new string('x', 4_990));
        await Expect(ada.Page.Locator("#length")).ToHaveTextAsync(" 10 left");
        await ada.Field.PressAsync("Enter");
        await ada.HasSentAllAsync();

        await Expect(ada.Page.Locator("#length")).ToBeHiddenAsync();
        Assert.That((await Api.ReadEventsAsync(room)).Single().GetProperty("content").GetString(), Has.Length.EqualTo(4_990));
    }

    [Test]
    public async Task Composer_WhenTheLimitIsNotKnown_ShowsNoLength()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await OpenHereAsync();
        await ada.Page.RouteAsync(new Uri(Api.Address, "/").ToString(), route => route.AbortAsync());
        await ada.Page.GotoAsync($"/chat#{room}");
        await ada.Page.ReloadAsync();
        await ada.ChooseNameAsync("ada");
        await ada.IsLiveAsync();

        await ada.Field.FillAsync(new string('x', 6_000));

        await Expect(ada.Page.Locator("#length")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Link_InAMessage_CanBeFollowedAndIsOnlyTheLink()
    {
        var (room, eve) = (await Api.CreateRoomAsync(), await Api.CreateUserAsync("eve"));
        foreach (var (text, _) in Linked)
            await Api.PostMessageAsync(room, eve, text);

        var ada = await EnterHereAsync("ada", room);

        Assert.That(await ada.TextsAsync(), Is.EqualTo(Linked.Select(l => l.Text)));
        for (var i = 0; i < Linked.Length; i++)
            Assert.That(await ada.Messages.Nth(i).Locator("a").AllTextContentsAsync(), Is.EqualTo(Linked[i].Links), Linked[i].Text);
        var link = ada.Log.GetByRole(AriaRole.Link, new() { Name = "https://example.com/a?b=c#d" });
        await Expect(link).ToHaveAttributeAsync("href", "https://example.com/a?b=c#d");
        await Expect(link).ToHaveAttributeAsync("rel", "noopener noreferrer nofollow");
        await Expect(link).ToHaveAttributeAsync("target", "_blank");
    }

    [Test]
    public async Task Link_WhenItEndsInThousandsOfBrackets_CostsNoTime()
    {
        var page = (await OpenHereAsync()).Page;

        var milliseconds = await page.EvaluateAsync<double>(
            """
            async () => {
              const { tokens } = await import('/chat/room/links.js');
              const text = 'https://a.example/' + ')'.repeat(4_980);
              const start = performance.now();
              for (let i = 0; i < 20; i++) tokens(text);
              return performance.now() - start;
            }
            """);

        Assert.That(milliseconds, Is.LessThan(1_000));
    }

    [Test]
    public async Task Text_WhenItIsWrittenFromRightToLeft_IsShownSo()
    {
        var room = await Api.CreateRoomAsync("غرفة (١)");
        var eve = await Api.CreateUserAsync("eve");
        await Api.PostMessageAsync(room, eve, "مرحبا بالعالم! (PR #42)");
        await Api.PostMessageAsync(room, eve, "left to right");
        var ada = await EnterHereAsync("ada", room);

        Assert.That(await DirectionAsync(ada.Messages.Nth(0).Locator(".text")), Is.EqualTo("rtl"));
        Assert.That(await DirectionAsync(ada.Messages.Nth(1).Locator(".text")), Is.EqualTo("ltr"));
        Assert.That(await DirectionAsync(ada.Page.Locator("#room-title")), Is.EqualTo("rtl"));
        Assert.That(await DirectionAsync(ada.Page.Locator($"#room-list [data-room='{room}'] .name")), Is.EqualTo("rtl"));
        await ada.Field.FillAsync("שלום");
        Assert.That(await DirectionAsync(ada.Field), Is.EqualTo("rtl"));
        await ada.Field.FillAsync("hello");
        Assert.That(await DirectionAsync(ada.Field), Is.EqualTo("ltr"));
    }

    private static Task<string> DirectionAsync(ILocator element) => element.EvaluateAsync<string>("e => getComputedStyle(e).direction");
}
