using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Idempotency;

[Parallelizable(ParallelScope.All)]
public sealed class IdempotencyKeyTests(Column column) : OnEachServer(column)
{
    private const string Header = IdempotentPosts.Header;

    [Test]
    public async Task Post_WhenTheKeyRepeats_AnswersTheSameByteForByte([ValueSource(typeof(IdempotentPosts), nameof(IdempotentPosts.All))] string post)
    {
        var (path, body) = await IdempotentPosts.PrepareAsync(Api, post);
        var key = IdempotentPosts.NewKey();
        using var first = await Api.PostAsync(path, body, key);

        using var second = await Api.PostAsync(path, body, key);

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(second.Header("Content-Type"), Is.EqualTo(first.Header("Content-Type")));
        Assert.That(await second.Content.ReadAsByteArrayAsync(), Is.EqualTo(await first.Content.ReadAsByteArrayAsync()));
    }

    [Test]
    public async Task Post_WhenTheKeyRepeatsWithAnotherBody_IsAConflict()
    {
        var key = IdempotentPosts.NewKey();
        using var first = await Api.PostAsync("/users", new { username = "ada" }, key);

        using var second = await Api.PostAsync("/users", new { username = "bob" }, key);

        await Expect.ProblemAsync(second, HttpStatusCode.Conflict);
    }

    [Test]
    public async Task Post_WhenTheKeyWasUsedOnAnotherPath_IsAnotherRequest()
    {
        var (ada, room, other) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync(), await Api.CreateRoomAsync());
        var (key, body) = (IdempotentPosts.NewKey(), new { user_id = ada.Id, content = "hello" });
        using var first = await Api.PostAsync($"/rooms/{room}/messages", body, key);

        using var second = await Api.PostAsync($"/rooms/{other}/messages", body, key);

        Assert.That((await second.ReadJsonAsync()).GetProperty("room_id").GetGuid(), Is.EqualTo(other));
    }

    [Test]
    public async Task Post_WhenKeysDifferInCase_AreDifferentRequests()
    {
        var key = "key-" + Guid.NewGuid();
        using var first = await Api.PostAsync("/users", new { username = "ada" }, (Header, key));

        using var second = await Api.PostAsync("/users", new { username = "ada" }, (Header, key.ToUpperInvariant()));

        Assert.That((await second.ReadJsonAsync()).Text("id"), Is.Not.EqualTo((await first.ReadJsonAsync()).Text("id")));
    }

    [TestCase("x")]
    [TestCase("a b ~!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}")]
    public async Task Post_WhenTheKeyIsPrintableAscii_IsAllowed(string key)
    {
        var (path, body) = await IdempotentPosts.PrepareAsync(Api, "messages");
        using var first = await Api.PostAsync(path, body, (Header, key));

        using var second = await Api.PostAsync(path, body, (Header, key));

        Assert.That((await second.ReadJsonAsync()).Text("id"), Is.EqualTo((await first.ReadJsonAsync()).Text("id")));
    }

    [TestCase(255, HttpStatusCode.OK)]
    [TestCase(256, HttpStatusCode.UnprocessableEntity)]
    public async Task Post_ByLengthOfTheKey_AllowsTwoHundredFiftyFive(int length, HttpStatusCode status)
    {
        var key = Guid.NewGuid().ToString().PadRight(length, 'x');

        using var response = await Api.PostAsync("/users", new { username = "ada" }, (Header, key));

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("a\tb")]
    [TestCase("a\u0001b")]
    [TestCase("a\u007fb")]
    [TestCase("\u00c3\u00a9")]
    [TestCase("a\r\nIdempotency-Key: b")]
    public async Task Post_WhenTheKeyIsNotAllowed_IsRefused(string key)
    {
        using var response = await RawHttp.PostAsync(Api, "/users", """{"username":"ada"}""", $"{Header}: {key}");

        await Expect.ValidationErrorsAsync(response, "idempotency_key");
    }

    [Test]
    public async Task Post_WhenTheFirstWasRefused_KeepsNothing()
    {
        var key = IdempotentPosts.NewKey();
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        var path = $"/rooms/{room}/messages";
        using var invalid = await Api.PostAsync(path, new { user_id = ada.Id, content = "" }, key);
        using var unknown = await Api.PostAsync(path, new { user_id = Guid.NewGuid(), content = "hello" }, key);

        using var response = await Api.PostAsync(path, new { user_id = ada.Id, content = "hello" }, key);

        Assert.That(invalid.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Post_WhenThereIsAClientIdToo_TheClientIdDecides()
    {
        var key = IdempotentPosts.NewKey();
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        var path = $"/rooms/{room}/messages";
        using var first = await Api.PostAsync(path, new { user_id = ada.Id, content = "hello", client_id = "1" }, key);

        using var repeat = await Api.PostAsync(path, new { user_id = ada.Id, content = "hello", client_id = "1" }, IdempotentPosts.NewKey());
        using var other = await Api.PostAsync(path, new { user_id = ada.Id, content = "bye", client_id = "2" }, key);

        var id = (await first.ReadJsonAsync()).Text("id");
        Assert.That((await repeat.ReadJsonAsync()).Text("id"), Is.EqualTo(id));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await other.ReadJsonAsync()).Text("id"), Is.Not.EqualTo(id));
    }

    [Test]
    public async Task Post_WhenTheClientIdIsNull_TheKeyDecides()
    {
        var key = IdempotentPosts.NewKey();
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        var body = new { user_id = ada.Id, content = "hello", client_id = (string?)null };
        using var first = await Api.PostAsync($"/rooms/{room}/messages", body, key);

        using var second = await Api.PostAsync($"/rooms/{room}/messages", body, key);

        Assert.That((await second.ReadJsonAsync()).Text("id"), Is.EqualTo((await first.ReadJsonAsync()).Text("id")));
    }

    [Test]
    public async Task PostMessage_WhenTheKeyRepeats_SendsNoSecondFrame()
    {
        var key = IdempotentPosts.NewKey();
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        await using var peer = await RoomClient.JoinAsync(Api, room, ada);
        using var first = await Api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello" }, key);

        using var second = await Api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello" }, key);

        Assert.That(await peer.DrainAsync(), Has.One.Items);
    }

    [Test]
    public async Task Join_WhenTheKeyRepeatsAfterLeaving_ChangesNothing()
    {
        var key = IdempotentPosts.NewKey();
        var (ada, room) = (await Api.CreateUserAsync(), await Api.CreateRoomAsync());
        using var first = await Api.PostAsync($"/rooms/{room}/join", new { user_id = ada.Id }, key);
        await Api.PostJsonAsync($"/rooms/{room}/leave", new { user_id = ada.Id });

        using var second = await Api.PostAsync($"/rooms/{room}/join", new { user_id = ada.Id }, key);

        Assert.That((await Api.GetJsonAsync($"/rooms/{room}")).GetProperty("users").GetArrayLength(), Is.Zero);
    }
}
