using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

[Parallelizable(ParallelScope.All)]
public sealed class ManageWebhooksTests(Column column) : OnEachServer(column)
{
    private static readonly string[] Members =
        ["id", "url", "events", "description", "room_id", "enabled", "disabled_reason", "failing_since", "paused_until", "created_at"];

    private new ApiServer Api => WebhookServer.On(Column);

    [Test]
    public async Task Create_WhenValid_ShowsTheSecretOnceAndNeverAgain()
    {
        var room = await Api.CreateRoomAsync();

        var created = await Api.RequestJsonAsync(HttpMethod.Post, "/webhooks", new
        {
            url = "https://partner.example/hook?a=b",
            events = new[] { "video.ready", "message.posted" },
            description = " For billing ",
            room_id = room,
        });

        Assert.Multiple(() =>
        {
            Assert.That(created.EnumerateObject().Select(m => m.Name), Is.EqualTo(Members.Append("secret")));
            Assert.That(created.Text("secret"), Does.Match("^whsec_[A-Za-z0-9+/]{43}=$"));
            Assert.That(created.Text("url"), Is.EqualTo("https://partner.example/hook?a=b"));
            Assert.That(created.GetProperty("events").EnumerateArray().Select(e => e.GetString()), Is.EqualTo(new[] { "message.posted", "video.ready" }));
            Assert.That(created.Text("description"), Is.EqualTo("For billing"));
            Assert.That(created.GetProperty("room_id").GetGuid(), Is.EqualTo(room));
            Assert.That(created.GetProperty("enabled").GetBoolean(), Is.True);
        });
        var read = await Api.RequestJsonAsync(HttpMethod.Get, $"/webhooks/{created.IdOf()}");
        Assert.That(read.EnumerateObject().Select(m => m.Name), Is.EqualTo(Members));
        foreach (var member in Members)
            Assert.That(read.GetProperty(member).ToString(), Is.EqualTo(created.GetProperty(member).ToString()));
        var list = await Api.RequestJsonAsync(HttpMethod.Get, "/webhooks");
        Assert.That(list.ToString(), Does.Contain(created.IdOf().ToString()).And.Not.Contain("whsec_"));
    }

    [TestCase("""{"url":"https://a.example"}""", "events")]
    [TestCase("""{"url":"https://a.example","events":[]}""", "events")]
    [TestCase("""{"url":"https://a.example","events":["message.sent"]}""", "events")]
    [TestCase("""{"url":"https://a.example","events":[null]}""", "events")]
    [TestCase("""{"url":"https://a.example","events":["room.created","room.created"]}""", "events")]
    [TestCase("""{"url":"https://a.example","events":"room.created"}""", "events")]
    [TestCase("""{"url":"https://a.example","events":["webhook.test"]}""", "events")]
    [TestCase("""{"events":["room.created"]}""", "url")]
    [TestCase("""{"url":null,"events":["room.created"]}""", "url")]
    [TestCase("""{"url":"partner","events":["room.created"]}""", "url")]
    [TestCase("""{"url":"ftp://a.example","events":["room.created"]}""", "url")]
    [TestCase("""{"url":"https://user:secret@a.example","events":["room.created"]}""", "url")]
    [TestCase("""{"url":"https://a.example","events":["room.created"],"room_id":"x"}""", "room_id")]
    public async Task Create_WhenInvalid_NamesTheField(string body, string field)
    {
        using var response = await Api.RequestAsync(HttpMethod.Post, "/webhooks", body);

        await Expect.ValidationErrorsAsync(response, field);
    }

    [Test]
    public async Task Create_WhenTheRoomIsUnknown_Is404()
    {
        using var response = await Api.RequestAsync(
            HttpMethod.Post, "/webhooks", new { url = "https://a.example", events = new[] { "room.created" }, room_id = Guid.NewGuid() });

        await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "Room not found");
    }

    [Test]
    public async Task Update_WhenSomeIsGiven_LeavesTheRest()
    {
        var webhook = await Api.CreateWebhookAsync("https://a.example/1");

        var changed = await Api.RequestJsonAsync(HttpMethod.Patch, $"/webhooks/{webhook.Id}", new { url = "https://a.example/2" });
        var disabled = await Api.RequestJsonAsync(
            HttpMethod.Patch, $"/webhooks/{webhook.Id}", new { enabled = false, events = new[] { "user.left" }, description = "note" });
        var enabled = await Api.RequestJsonAsync(HttpMethod.Patch, $"/webhooks/{webhook.Id}", new { enabled = true, description = "" });

        Assert.Multiple(() =>
        {
            Assert.That(changed.Text("url"), Is.EqualTo("https://a.example/2"));
            Assert.That(changed.GetProperty("events")[0].GetString(), Is.EqualTo("video.failed"));
            Assert.That(disabled.GetProperty("enabled").GetBoolean(), Is.False);
            Assert.That(disabled.Text("disabled_reason"), Is.EqualTo("Disabled through the API."));
            Assert.That(disabled.GetProperty("events")[0].GetString(), Is.EqualTo("user.left"));
            Assert.That(enabled.GetProperty("enabled").GetBoolean(), Is.True);
            Assert.That(enabled.GetProperty("disabled_reason").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(enabled.GetProperty("description").ValueKind, Is.EqualTo(JsonValueKind.Null));
        });
        Assert.That((await Api.GetWebhookAsync(webhook)).ToString(), Is.EqualTo(enabled.ToString()));
    }

    [Test]
    public async Task Delete_WhenItExists_AllRequestsGet404()
    {
        var webhook = await Api.CreateWebhookAsync("https://a.example");

        await Api.RequestJsonAsync(HttpMethod.Delete, $"/webhooks/{webhook.Id}");

        var list = await Api.RequestJsonAsync(HttpMethod.Get, "/webhooks");
        Assert.That(list.EnumerateArray().Select(w => w.IdOf()), Has.None.EqualTo(webhook.Id));
    }

    [TestCase("GET", "/webhooks/{0}")]
    [TestCase("PATCH", "/webhooks/{0}")]
    [TestCase("DELETE", "/webhooks/{0}")]
    [TestCase("POST", "/webhooks/{0}/rotate-secret")]
    [TestCase("POST", "/webhooks/{0}/test")]
    [TestCase("GET", "/webhooks/{0}/deliveries")]
    public async Task Any_WhenTheWebhookIsUnknown_Is404(string method, string path)
    {
        var deleted = await Api.CreateWebhookAsync("https://a.example");
        await Api.RequestJsonAsync(HttpMethod.Delete, $"/webhooks/{deleted.Id}");

        foreach (var id in new[] { Guid.NewGuid().ToString(), "x", deleted.Id.ToString() })
        {
            using var response = await Api.RequestAsync(
                new HttpMethod(method), string.Format(null, path, id), method == "PATCH" ? "{}" : null);

            await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "Webhook not found");
        }
    }

    [Test]
    public async Task RotateSecret_WhenRequestedConcurrently_KeepsTheFirst()
    {
        var receiver = WebhookServer.ReceiverOf(Column);
        var webhook = await Api.CreateWebhookAsync(receiver.UrlOf("/rotated-often"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(
            _ => Api.RequestAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/rotate-secret")));

        Assert.That(answers.Select(answer => (int)answer.StatusCode), Is.EquivalentTo(new[] { 200, 409, 409, 409, 409 }));
        var secret = (await answers.Single(answer => answer.IsSuccessStatusCode).ReadJsonAsync()).Text("secret")!;
        await Expect.ProblemAsync(answers.First(answer => !answer.IsSuccessStatusCode), HttpStatusCode.Conflict);
        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        var got = (await receiver.WaitForAsync("/rotated-often", 1))[0];
        Assert.That((got.IsSignedBy(webhook.Secret), got.IsSignedBy(secret)), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Replay_WhenTheDeliveryIsUnknown_Is404()
    {
        using var response = await Api.RequestAsync(HttpMethod.Post, $"/webhooks/deliveries/{Guid.NewGuid()}/replay");

        await Expect.ProblemAsync(response, HttpStatusCode.NotFound, "Delivery not found");
    }

    [TestCase("?limit=0", "limit")]
    [TestCase("?limit=101", "limit")]
    [TestCase("?state=lost", "state")]
    [TestCase("?state=Pending", "state")]
    [TestCase("?state=1", "state")]
    [TestCase("?cursor=x", "cursor")]
    public async Task ListDeliveries_WhenTheQueryIsWrong_NamesTheField(string query, string field)
    {
        var webhook = await Api.CreateWebhookAsync("https://a.example");

        using var response = await Api.RequestAsync(HttpMethod.Get, $"/webhooks/{webhook.Id}/deliveries{query}");

        await Expect.ValidationErrorsAsync(response, field);
    }
}
