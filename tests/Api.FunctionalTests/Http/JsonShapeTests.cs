using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Http;

/// <summary>JSON bodies with missing, unknown, repeated or wrongly typed members.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class JsonShapeTests(Column column) : OnEachServer(column)
{
    private static readonly Guid UnknownId = Guid.Parse("0190a000-0000-7000-8000-000000000000");

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("""[{"username":"ada"}]""")]
    [TestCase("1")]
    [TestCase("\"ada\"")]
    [TestCase("true")]
    public async Task Post_WhenTheBodyIsNoObject_IsRefused(string body)
    {
        using var response = await Api.PostAsync("/users", body);

        await Expect.ValidationErrorsAsync(response, "body");
    }

    [TestCase("null")]
    [TestCase("1")]
    [TestCase("1.5")]
    [TestCase("true")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("""["ada"]""")]
    public async Task Post_WhenATextIsOfAnotherType_NamesTheField(string value)
    {
        using var response = await Api.PostAsync("/users", $$"""{"username":{{value}}}""");

        await Expect.ValidationErrorsAsync(response, "username");
    }

    [TestCase("null")]
    [TestCase("1")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("\"\"")]
    [TestCase("\"ada\"")]
    [TestCase("\"{0190a000-0000-7000-8000-000000000000}\"")]
    [TestCase("\"0190a00000007000800000000000000a\"")]
    [TestCase("\" 0190a000-0000-7000-8000-000000000000\"")]
    public async Task Post_WhenAnIdIsNoUuid_NamesTheField(string value)
    {
        var room = await Api.CreateRoomAsync();

        using var response = await Api.PostAsync($"/rooms/{room}/join", $$"""{"user_id":{{value}}}""");

        await Expect.ValidationErrorsAsync(response, "user_id");
    }

    [Test]
    public async Task Post_WhenSeveralMembersAreMissing_NamesThemAll()
    {
        var room = await Api.CreateRoomAsync();

        using var response = await Api.PostAsync($"/rooms/{room}/messages", "{}");

        await Expect.ValidationErrorsAsync(response, "user_id", "content");
    }

    [Test]
    public async Task Post_WhenOneMemberIsNullAndAnotherMissing_NamesBoth()
    {
        var room = await Api.CreateRoomAsync();

        using var response = await Api.PostAsync($"/rooms/{room}/messages", """{"content":null}""");

        await Expect.ValidationErrorsAsync(response, "user_id", "content");
    }

    [TestCase("/users", "username")]
    [TestCase("/rooms", "name")]
    [TestCase("/rooms/0190a000-0000-7000-8000-000000000000/join", "user_id")]
    [TestCase("/rooms/0190a000-0000-7000-8000-000000000000/leave", "user_id")]
    public async Task Post_WhenTheMemberIsMissing_NamesIt(string path, string field)
    {
        using var response = await Api.PostAsync(path, "{}");

        await Expect.ValidationErrorsAsync(response, field);
    }

    [TestCase("""{"username":"ada","username":"ada"}""")]
    [TestCase("""{"username":"ada","username":"bob"}""")]
    [TestCase("""{"username":"ada","usern\u0061me":"bob"}""")]
    [TestCase("""{"username":"ada","username":null}""")]
    public async Task Post_WhenAKnownMemberIsGivenTwice_NamesIt(string body)
    {
        using var response = await Api.PostAsync("/users", body);

        await Expect.ValidationErrorsAsync(response, "username");
    }

    [TestCase("""{"username":"ada","age":7}""")]
    [TestCase("""{"username":"ada","age":7,"age":8}""")]
    [TestCase("""{"username":"ada","Username":"bob","USERNAME":1}""")]
    [TestCase("""{"username":"ada","id":"x","joined_at":5}""")]
    [TestCase("""{"username":"ada","x":{"username":1,"username":2}}""")]
    [TestCase("""{"username":"ada","x":"\ud800"}""")]
    [TestCase("""{"username":"ada","":1}""")]
    [TestCase("""{"username":"ada","x":1e999}""")]
    [TestCase("""{"username":"ada","$type":"x","$id":"1","$ref":"1"}""")]
    public async Task Post_WhenThereAreUnknownMembers_IgnoresThem(string body)
    {
        using var response = await Api.PostAsync("/users", body);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await response.ReadJsonAsync()).Text("username"), Is.EqualTo("ada"));
    }

    [Test]
    public async Task Post_WhenTheNameOfAMemberIsNoUnicode_IsRefused()
    {
        using var response = await Api.PostAsync("/users", """{"username":"ada","\ud800":1}""");

        await Expect.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);
    }

    [TestCase("\\u0000")]
    [TestCase("a\\u0000b")]
    [TestCase("ab\\ud800")]
    [TestCase("ab\\udc00")]
    [TestCase("\\udc00\\ud800")]
    public async Task Post_WhenATextCannotBeStored_NamesTheField(string text)
    {
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());

        using var user = await Api.PostAsync("/users", $$"""{"username":"{{text}}"}""");
        using var newRoom = await Api.PostAsync("/rooms", $$"""{"name":"{{text}}"}""");
        using var message = await Api.PostAsync($"/rooms/{room}/messages", $$"""{"user_id":"{{ada.Id}}","content":"{{text}}"}""");
        using var clientId = await Api.PostAsync(
            $"/rooms/{room}/messages", $$"""{"user_id":"{{ada.Id}}","content":"hello","client_id":"{{text}}"}""");

        await Expect.ValidationErrorsAsync(user, "username");
        await Expect.ValidationErrorsAsync(newRoom, "name");
        await Expect.ValidationErrorsAsync(message, "content");
        await Expect.ValidationErrorsAsync(clientId, "client_id");
    }

    [TestCase("join")]
    [TestCase("leave")]
    [TestCase("messages")]
    public async Task Post_WhenShapeAndExistenceAreBothWrong_ReportsTheShape(string action)
    {
        using var response = await Api.PostAsync($"/rooms/{UnknownId}/{action}", """{"user_id":"nobody","content":"hello"}""");

        await Expect.ValidationErrorsAsync(response, "user_id");
    }

    [TestCase("messages?limit=0", "limit")]
    [TestCase("events?limit=0", "limit")]
    [TestCase("events?after=-1", "after")]
    [TestCase("messages?before=x", "before")]
    public async Task Get_WhenQueryAndExistenceAreBothWrong_ReportsTheQuery(string query, string field)
    {
        using var response = await Api.GetAsync($"/rooms/{UnknownId}/{query}");

        await Expect.ValidationErrorsAsync(response, field);
    }

    [Test]
    public async Task PostMessage_WhenTheContentIsWrongAndTheRoomUnknown_ReportsTheContent()
    {
        using var response = await Api.PostAsync($"/rooms/{UnknownId}/messages", new { user_id = UnknownId, content = " " });

        await Expect.ValidationErrorsAsync(response, "content");
    }
}
