using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Messages;

[Parallelizable(ParallelScope.All)]
public sealed class MessageContentTests(Column column) : OnEachServer(column)
{
    [TestCase("<b>bold</b> & \"quoted\" 'single' \\ / </script>")]
    [TestCase("Grüße, 世界, שלום, e\u0301, 👩‍👩‍👧‍👦")]
    [TestCase("a  b\n\n\tc\r\nd")]
    [TestCase("a\u00a0\u3000b\u2028c\u2029d")]
    [TestCase("\u0001\u001f\u007f\u0085x\u200b\ufeffy")]
    [TestCase("'; DROP TABLE users; --")]
    [TestCase("{{constructor.constructor('1')()}} %s %00 ${x}")]
    [TestCase("{\"type\":\"message\"}")]
    public async Task PostMessage_WithAnyContent_KeepsItExactly(string content)
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        var posted = await Api.PostMessageAsync(room, ada, content);

        Assert.That(posted.Text("content"), Is.EqualTo(content));
        Assert.That((await Api.GetJsonAsync($"/rooms/{room}/messages"))[0].Text("content"), Is.EqualTo(content));
        Assert.That((await Api.GetJsonAsync($"/rooms/{room}/events"))[0].Text("content"), Is.EqualTo(content));
    }

    [Test]
    public async Task PostMessage_WhenTheContentHasMarkup_SendsItUnescaped()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        using var posted = await Api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content = "<b>&'+ü" });
        using var listed = await Api.GetAsync($"/rooms/{room}/messages");

        Assert.That(await posted.Content.ReadAsStringAsync(), Does.Contain("\"<b>&'+ü\""));
        Assert.That(await listed.Content.ReadAsStringAsync(), Does.Contain("\"<b>&'+ü\""));
    }

    [TestCase(" hello ")]
    [TestCase("\t\r\nhello\n")]
    [TestCase("\u00a0hello\u3000")]
    [TestCase("\u2028hello\u0085")]
    public async Task PostMessage_WhenThereIsWhiteSpaceAtTheEnds_CutsItOff(string content)
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        var posted = await Api.PostMessageAsync(room, ada, content);

        Assert.That(posted.Text("content"), Is.EqualTo("hello"));
    }

    [TestCase("\u200bhello\u200b")]
    [TestCase("\ufeffhello")]
    public async Task PostMessage_WhenTheEndsAreNoWhiteSpaceForDotNet_KeepsThem(string content)
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        var posted = await Api.PostMessageAsync(room, ada, content);

        Assert.That(posted.Text("content"), Is.EqualTo(content));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("\t\r\n")]
    [TestCase("\u00a0\u3000\u2003")]
    public async Task PostMessage_WhenTheContentIsBlank_IsRefused(string content)
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        using var response = await Api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content });

        await Expect.ValidationErrorsAsync(response, "content");
    }

    [TestCase("x", 5_000)]
    [TestCase("ü", 5_000)]
    [TestCase("世", 5_000)]
    [TestCase("😀", 2_500)]
    [TestCase("\u0001", 5_000)]
    public async Task PostMessage_WhenTheContentIsAsLongAsAllowed_KeepsIt(string character, int count)
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        var content = Repeat(character, count);

        await Api.PostMessageAsync(room, ada, "  " + content + "  ");

        Assert.That((await Api.GetJsonAsync($"/rooms/{room}/messages"))[0].Text("content"), Is.EqualTo(content));
    }

    [TestCase("x", 5_001)]
    [TestCase("世", 5_001)]
    [TestCase("😀", 2_501)]
    public async Task PostMessage_WhenTheContentIsLonger_IsRefused(string character, int count)
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        using var response = await Api.PostAsync(
            $"/rooms/{room}/messages", new { user_id = ada.Id, content = Repeat(character, count) });

        await Expect.ValidationErrorsAsync(response, "content");
    }

    [Test]
    public async Task PostMessage_WhenTheUserIsNoMember_IsAllowed()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        var posted = await Api.PostMessageAsync(room, ada, "hello");

        Assert.That(posted.GetProperty("user_id").GetGuid(), Is.EqualTo(ada.Id));
        Assert.That((await Api.GetJsonAsync($"/rooms/{room}")).GetProperty("users").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task PostMessage_WhenItIsListed_IsTheSameObject()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        var posted = await Api.PostMessageAsync(room, ada, "hello", "once");

        var listed = await Api.GetJsonAsync($"/rooms/{room}/messages");
        Assert.That(JsonElement.DeepEquals(listed[0], posted), Is.True, listed.GetRawText());
    }

    private static string Repeat(string character, int count) => string.Concat(Enumerable.Repeat(character, count));
}
