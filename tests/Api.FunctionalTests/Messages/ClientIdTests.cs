using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Messages;

[Parallelizable(ParallelScope.All)]
public sealed class ClientIdTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task PostMessage_WhenTheClientIdRepeats_ReturnsTheFirst()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        var first = await Api.PostMessageAsync(room, ada, "hello", "once");

        var second = await Api.PostMessageAsync(room, ada, " hello ", "once");

        Assert.That(second.GetRawText(), Is.EqualTo(first.GetRawText()));
        Assert.That(await Api.ReadEventsAsync(room), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task PostMessage_WhenTheClientIdRepeatsWithOtherContent_IsAConflict()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        await Api.PostMessageAsync(room, ada, "hello", "once");

        using var response = await Api.PostAsync(
            $"/rooms/{room}/messages", new { user_id = ada.Id, content = "bye", client_id = "once" });

        await Expect.ProblemAsync(response, HttpStatusCode.Conflict);
        Assert.That(await Api.ReadEventsAsync(room), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task PostMessage_WhenTheRepeatIsAnotherUsers_IsAnotherMessage()
    {
        var (ada, bob, room) = (await Api.CreateUserAsync(), await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        var first = await Api.PostMessageAsync(room, ada, "hello", "once");

        var second = await Api.PostMessageAsync(room, bob, "hello", "once");

        Assert.That(second.Text("id"), Is.Not.EqualTo(first.Text("id")));
    }

    [Test]
    public async Task PostMessage_WhenTheRepeatIsInAnotherRoom_IsAnotherMessage()
    {
        var (ada, room, other) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync(), await Api.CreateRoomAsync());
        var first = await Api.PostMessageAsync(room, ada, "hello", "once");

        var second = await Api.PostMessageAsync(other, ada, "hello", "once");

        Assert.That(second.Text("id"), Is.Not.EqualTo(first.Text("id")));
    }

    [Test]
    public async Task PostMessage_WithoutAClientId_IsNeverARepeat()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        var first = await Api.PostMessageAsync(room, ada, "hello");

        var second = await Api.PostMessageAsync(room, ada, "hello");

        Assert.That(second.Text("id"), Is.Not.EqualTo(first.Text("id")));
    }

    [Test]
    public async Task PostMessage_WhenClientIdsDifferInCaseOrSpace_AreDifferentMessages()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        foreach (var clientId in (string[])["once", "ONCE", " once", "once ", "ôncé"])
            await Api.PostMessageAsync(room, ada, "hello", clientId);

        Assert.That(await Api.ReadEventsAsync(room), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task PostMessage_WhenRepeatedFiftyTimesConcurrently_CreatesOneAndAnswersAllAlike()
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Api.PostMessageAsync(room, ada, "hello", "once")));

        Assert.That(answers.Select(answer => answer.GetRawText()).Distinct(), Has.One.Items);
        Assert.That(await Api.ReadEventsAsync(room), Has.Count.EqualTo(1));
    }

    [TestCase(1)]
    [TestCase(64)]
    public async Task PostMessage_WhenTheClientIdIsAllowed_KeepsIt(int length)
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        var clientId = new string('é', length);

        var posted = await Api.PostMessageAsync(room, ada, "hello", clientId);

        Assert.That(posted.Text("client_id"), Is.EqualTo(clientId));
    }

    [TestCase("\"\"")]
    [TestCase("\"12345678901234567890123456789012345678901234567890123456789012345\"")]
    [TestCase("1")]
    [TestCase("{}")]
    public async Task PostMessage_WhenTheClientIdIsNotAllowed_IsRefused(string clientId)
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        using var response = await Api.PostAsync(
            $"/rooms/{room}/messages", $$"""{"user_id":"{{ada.Id}}","content":"hello","client_id":{{clientId}}}""");

        await Expect.ValidationErrorsAsync(response, "client_id");
    }

    [Test]
    public async Task PostMessage_WhenSeveralFieldsBreakTheirRules_NamesThemAll()
    {
        var room = await Api.CreateRoomAsync();

        using var response = await Api.PostAsync(
            $"/rooms/{room}/messages", new { user_id = Guid.NewGuid(), content = " ", client_id = "" });

        await Expect.ValidationErrorsAsync(response, "content", "client_id");
    }
}
