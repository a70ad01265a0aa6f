using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

[Parallelizable(ParallelScope.All)]
public sealed class DeliverWebhooksTests(Column column) : OnEachServer(column)
{
    private static readonly string[] Live = ["live_stream.created", "live_stream.ended"];

    private new ApiServer Api => WebhookServer.On(Column);

    private WebhookReceiver Receiver => WebhookServer.ReceiverOf(Column);

    [Test]
    public async Task Post_WhenAnEndpointWantsMessages_SendsItSigned()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await Api.CreateUserAsync();
        var webhook = await Api.CreateWebhookAsync(Receiver.UrlOf("/signed"), room);

        var message = await Api.PostMessageAsync(room, ada, "hello <b>wörld</b>", clientId: "c1");

        var got = (await Receiver.WaitForAsync("/signed", 1)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(got.IsSignedBy(webhook.Secret), Is.True);
            Assert.That(got.Signature, Does.Not.Contain(' '));
            Assert.That(got.Id, Is.EqualTo(message.IdOf().ToString()));
            Assert.That(long.Parse(got.Timestamp), Is.EqualTo(DateTimeOffset.UtcNow.ToUnixTimeSeconds()).Within(60));
            Assert.That(got.ContentType, Is.EqualTo("application/json; charset=utf-8"));
            Assert.That(got.Json.EnumerateObject().Select(m => m.Name), Is.EqualTo(new[] { "type", "timestamp", "data" }));
            Assert.That(got.Type, Is.EqualTo("message.posted"));
            Assert.That(got.Json.Text("timestamp"), Is.EqualTo(message.Text("timestamp")));
            Assert.That(got.Data.ToString(), Is.EqualTo(message.ToString()));
        });
    }

    [Test]
    public async Task Anything_WhenAnEndpointWantsAll_IsToldInTheOrderInWhichItHappened()
    {
        await Api.CreateWebhookAsync(
            Receiver.UrlOf("/all"), null, ["room.created", "user.joined", "user.left", "message.posted", .. Live, "video.upload_created"]);

        var room = await Api.CreateRoomAsync("all of it");
        var ada = await Api.CreateUserAsync("ada");
        for (var i = 0; i < 2; i++)
            await Api.PostJsonAsync($"/rooms/{room}/join", new { user_id = ada.Id });
        await Api.PostMessageAsync(room, ada, "hello");
        for (var i = 0; i < 2; i++)
            await Api.PostJsonAsync($"/rooms/{room}/leave", new { user_id = ada.Id });
        var stream = await StreamAsync(room);
        var upload = await Api.CreateUploadAsync(room, "A film");

        List<ReceivedWebhook> OfRoom() => [.. Receiver.ReceivedAt("/all").Where(w => w.Data.GetProperty("room_id").GetGuid() == room)];
        string[] told = ["room.created", "user.joined", "message.posted", "user.left", .. stream is null ? [] : Live, "video.upload_created"];
        await Eventually.BeTrueAsync(() => OfRoom().Count >= told.Length, "all has been told");
        var got = OfRoom();
        Assert.That(got.Select(w => w.Type), Is.EqualTo(told));
        Assert.Multiple(() =>
        {
            Assert.That(got[0].Data.Text("name"), Is.EqualTo("all of it"));
            Assert.That(got[1].Data.ToString(), Is.EqualTo(JsonSerializer.Serialize(new { room_id = room, user_id = ada.Id, username = "ada" })));
            Assert.That(got[3].Data.ToString(), Is.EqualTo(got[1].Data.ToString()));
            Assert.That(got[^1].Data.GetProperty("video_id").GetGuid(), Is.EqualTo(upload.IdOf()));
            if (stream is { } live)
            {
                Assert.That(got[4].Data.GetProperty("stream_id").GetGuid(), Is.EqualTo(live.IdOf()));
                Assert.That(got[4].Data.ToString(), Does.Not.Contain(live.Text("stream_key")));
            }
        });
    }

    [Test]
    public async Task Connect_WhenAUserComesForTheFirstTime_TellsOfTheMembershipOnce()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await Api.CreateWebhookAsync(Receiver.UrlOf("/first"), room, "user.joined", "message.posted");

        for (var i = 0; i < 2; i++)
        {
            await using var socket = await RoomClient.JoinAsync(Api, room, ada);
        }
        await Api.PostMessageAsync(room, ada, "the end");

        var got = await Receiver.WaitForAsync("/first", 2);
        Assert.That(got.Select(w => w.Type), Is.EqualTo(new[] { "user.joined", "message.posted" }));
    }

    [Test]
    public async Task Post_WhenTheEndpointIsAboutAnotherRoomOrThing_TellsItNothing()
    {
        var (room, other) = (await Api.CreateRoomAsync(), await Api.CreateRoomAsync());
        var ada = await Api.CreateUserAsync();
        await Api.CreateWebhookAsync(Receiver.UrlOf("/other"), other, "message.posted");
        await Api.CreateWebhookAsync(Receiver.UrlOf("/left"), room, "user.left");

        await Api.PostMessageAsync(room, ada, "not for you");
        await Api.PostMessageAsync(other, ada, "for you");
        await Api.PostJsonAsync($"/rooms/{room}/join", new { user_id = ada.Id });
        await Api.PostJsonAsync($"/rooms/{room}/leave", new { user_id = ada.Id });

        Assert.That((await Receiver.WaitForAsync("/other", 1)).Single().Data.Text("content"), Is.EqualTo("for you"));
        Assert.That((await Receiver.WaitForAsync("/left", 1)).Single().Type, Is.EqualTo("user.left"));
    }

    [Test]
    public async Task Post_WhenAClientIdRepeats_IsToldOnce()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await Api.CreateUserAsync();
        await Api.CreateWebhookAsync(Receiver.UrlOf("/repeat"), room);

        await Api.PostMessageAsync(room, ada, "hello", "c1");
        await Api.PostMessageAsync(room, ada, "hello", "c1");
        await Api.PostMessageAsync(room, ada, "the end");

        var got = await Receiver.WaitForAsync("/repeat", 2);
        Assert.That(got.Select(w => w.Data.Text("content")), Is.EqualTo(new[] { "hello", "the end" }));
    }

    [Test]
    public async Task Post_WhenManyRoomsTalk_KeepsTheOrderOfEach()
    {
        const int PerRoom = 60;
        var rooms = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Api.CreateRoomAsync($"room {i}")));
        var ada = await Api.CreateUserAsync();
        foreach (var room in rooms)
            await Api.CreateWebhookAsync(Receiver.UrlOf("/order"), room);
        await Api.CreateWebhookAsync(Receiver.UrlOf("/order-of-all"), null, "message.posted");

        await Task.WhenAll(rooms.Select(async room =>
        {
            for (var i = 0; i < PerRoom; i++)
                await Api.PostMessageAsync(room, ada, $"m{i}");
        }));

        foreach (var path in new[] { "/order", "/order-of-all" })
        {
            List<long> SeqsOf(Guid room) =>
                [.. Receiver.ReceivedAt(path).Where(w => w.Data.GetProperty("room_id").GetGuid() == room).Select(w => w.Data.Seq())];
            await Eventually.BeTrueAsync(() => rooms.All(room => SeqsOf(room).Count >= PerRoom), "all has come");
            foreach (var room in rooms)
                Assert.That(SeqsOf(room), Is.EqualTo(Enumerable.Range(1, PerRoom)));
        }
    }

    [Test]
    public async Task Deliver_WhenTheEndpointFailsAtFirst_TriesAgainWithTheSameIdAndANewSignature()
    {
        var webhook = await CreateAsync("/again");
        Receiver.Answer("/again", 500, 404, 200);

        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        var delivery = await Api.WaitForDeliveryAsync(webhook, "delivered");
        var got = Receiver.ReceivedAt("/again");
        Assert.That(got, Has.Count.EqualTo(3));
        Assert.That(got.Select(w => w.Id).Distinct().Single(), Is.EqualTo(delivery.Text("event_id")));
        Assert.That(got.All(w => w.IsSignedBy(webhook.Secret)), Is.True);
        Assert.That(
            delivery.GetProperty("attempts").EnumerateArray().Select(a => a.GetProperty("status").GetInt32()),
            Is.EqualTo(new[] { 500, 404, 200 }));
        Assert.That(delivery.GetProperty("next_attempt_at").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await Api.GetWebhookAsync(webhook)).GetProperty("failing_since").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Deliver_WhenTheEndpointAlwaysFails_GivesUpAfterTheSchedule()
    {
        var webhook = await CreateAsync("/never");
        Receiver.Answer("/never", 500);

        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        var delivery = await Api.WaitForDeliveryAsync(webhook, "failed");
        Assert.That(Receiver.ReceivedAt("/never"), Has.Count.EqualTo(4));
        Assert.That(delivery.GetProperty("attempts").GetArrayLength(), Is.EqualTo(4));
        Assert.That((await Api.GetWebhookAsync(webhook)).Text("failing_since"), Is.Not.Null);
    }

    [Test]
    public async Task Deliver_WhenTheEndpointRedirects_DoesNotFollow()
    {
        var webhook = await CreateAsync("/moved");
        Receiver.Answer("/moved", (_, context) =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });

        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        await Api.WaitForDeliveryAsync(webhook, "failed");
        Assert.That(Receiver.ReceivedAt("/elsewhere"), Is.Empty);
    }

    [Test]
    public async Task Deliver_WhenTheEndpointIsGone_DisablesItAndSaysWhy()
    {
        var webhook = await CreateAsync("/gone");
        Receiver.Answer("/gone", 410);

        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        await Api.WaitForDeliveryAsync(webhook, "failed");
        var gone = await Api.GetWebhookAsync(webhook);
        Assert.That(gone.GetProperty("enabled").GetBoolean(), Is.False);
        Assert.That(gone.Text("disabled_reason"), Does.Contain("410"));
        Assert.That(Receiver.ReceivedAt("/gone"), Has.Count.EqualTo(1));
        using var response = await Api.AskAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        await Expect.ProblemAsync(response, HttpStatusCode.Conflict);
    }

    [Test]
    public async Task Deliver_WhenTheEndpointAsksForTime_SendsItNothingMeanwhile()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await Api.CreateUserAsync();
        var webhook = await Api.CreateWebhookAsync(Receiver.UrlOf("/busy"), room);
        var isBusy = true;
        Receiver.Answer("/busy", (_, context) =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = isBusy ? (429, "2") : (200, default(string));
            isBusy = false;
            return Task.CompletedTask;
        });

        await Api.PostMessageAsync(room, ada, "one");
        await Receiver.WaitForAsync("/busy", 1);
        var asked = System.Diagnostics.Stopwatch.StartNew();
        await Api.PostMessageAsync(room, ada, "two");

        await Receiver.WaitForAsync("/busy", 3);
        Assert.That(asked.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(1.5)));
        await Api.WaitForDeliveryAsync(webhook, "delivered");
        Assert.That(Receiver.ReceivedAt("/busy").Select(w => w.Id).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Deliver_WhenNoAnswerComes_TakesItForAFailureAfterTheTimeout()
    {
        var webhook = await CreateAsync("/hangs");
        Receiver.Answer("/hangs", (_, context) =>
            Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));

        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        var attempt = (await Api.WaitForDeliveryAsync(webhook, "failed")).GetProperty("attempts")[0];
        Assert.That(attempt.Text("error"), Is.EqualTo("No complete response within 1 s"));
        Assert.That(attempt.GetProperty("status").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(attempt.GetProperty("duration_ms").GetInt32(), Is.InRange(900, 5_000));
    }

    [Test]
    public async Task Deliver_WhenTheAnswerIsHuge_KeepsItsBeginningAndReadsNoFurther()
    {
        using var huge = new HugeAnswer();
        var webhook = await Api.CreateWebhookAsync(huge.Url);

        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        var attempt = (await Api.WaitForDeliveryAsync(webhook, "delivered")).GetProperty("attempts")[0];
        Assert.That(attempt.Text("response"), Is.EqualTo(new string('x', 2_048)));
        Assert.That(await huge.WaitForEndAsync(), Is.LessThan(64 << 20));
    }

    [Test]
    public async Task Deliver_WhenNobodyListens_SaysSo()
    {
        var gone = await WebhookReceiver.StartAsync();
        var url = gone.UrlOf("/");
        await gone.DisposeAsync();
        var webhook = await Api.CreateWebhookAsync(url);

        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        var delivery = await Api.WaitForDeliveryAsync(webhook, "failed");
        Assert.That(delivery.GetProperty("attempts")[0].Text("error"), Is.EqualTo("The connection was refused"));
    }

    [Test]
    public async Task Rotate_WhenASecretIsReplaced_SignsWithBoth()
    {
        var webhook = await CreateAsync("/rotated");

        var rotated = await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/rotate-secret");
        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        var got = (await Receiver.WaitForAsync("/rotated", 1)).Single();
        Assert.That(rotated.Text("secret"), Is.Not.EqualTo(webhook.Secret));
        Assert.That(
            rotated.GetProperty("previous_secret_until").GetDateTime(), Is.EqualTo(DateTime.UtcNow.AddHours(24)).Within(TimeSpan.FromMinutes(1)));
        Assert.That(got.Signature.Split(' '), Has.Length.EqualTo(2));
        Assert.That(got.IsSignedBy(webhook.Secret), Is.True);
        Assert.That(got.IsSignedBy(rotated.Text("secret")!), Is.True);
    }

    [Test]
    public async Task Replay_WhenADeliveryHasFailed_SendsItAgain()
    {
        var webhook = await CreateAsync("/replay");
        Receiver.Answer("/replay", 500, 500, 500, 500, 200);
        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        var failed = await Api.WaitForDeliveryAsync(webhook, "failed");

        var replayed = await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/deliveries/{failed.IdOf()}/replay");

        Assert.That(replayed.Text("state"), Is.EqualTo("pending"));
        var delivered = await Api.WaitForDeliveryAsync(webhook, "delivered");
        Assert.That(delivered.IdOf(), Is.EqualTo(failed.IdOf()));
        Assert.That(delivered.GetProperty("attempts").GetArrayLength(), Is.EqualTo(5));
        Assert.That(Receiver.ReceivedAt("/replay").Select(w => w.Id).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Replay_WhileTheFirstTryIsBeingMade_SendsItAgain()
    {
        var webhook = await CreateAsync("/replay-first");
        var (came, release) = (0, new TaskCompletionSource());
        Receiver.Answer("/replay-first", (_, _) => Interlocked.Increment(ref came) == 1 ? release.Task : Task.CompletedTask);
        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        await Receiver.WaitForAsync("/replay-first", 1);
        var trying = (await Api.ListDeliveriesAsync(webhook)).Single();

        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/deliveries/{trying.IdOf()}/replay");
        release.SetResult();

        await Receiver.WaitForAsync("/replay-first", 2);
        var delivered = await Api.WaitForDeliveryAsync(webhook, "delivered");
        Assert.That(delivered.GetProperty("attempts").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task Replay_WhileTheLastTryIsBeingMade_SendsItAgainAndForgetsNoAttempt()
    {
        var webhook = await CreateAsync("/replay-last");
        var (came, release) = (0, new TaskCompletionSource());
        Receiver.Answer("/replay-last", async (_, context) =>
        {
            var number = Interlocked.Increment(ref came);
            if (number == 4)
                await release.Task;
            context.Response.StatusCode = number <= 4 ? 500 : 200;
        });
        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        await Receiver.WaitForAsync("/replay-last", 4);
        var trying = (await Api.ListDeliveriesAsync(webhook)).Single();

        await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/deliveries/{trying.IdOf()}/replay");
        release.SetResult();

        var delivered = await Api.WaitForDeliveryAsync(webhook, "delivered");
        Assert.That(
            delivered.GetProperty("attempts").EnumerateArray().Select(a => a.GetProperty("status").GetInt32()),
            Is.EqualTo(new[] { 500, 500, 500, 500, 200 }));
    }

    [Test]
    public async Task ListDeliveries_WhenThereAreManyInTwoStates_PagesWithinTheFilter()
    {
        var webhook = await CreateAsync("/list");
        Receiver.Answer("/list", (got, context) =>
        {
            context.Response.StatusCode = got.Id[^1] is >= '0' and <= '7' ? 500 : 200;
            return Task.CompletedTask;
        });
        for (var i = 0; i < 12; i++)
            await Api.AskForJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        await Eventually.BeTrueAsync(async () => (await Api.ListDeliveriesAsync(webhook, "?state=pending")).Count == 0, "all is settled");

        var all = await Api.ListDeliveriesAsync(webhook);
        var paged = new List<JsonElement>();
        foreach (var state in new[] { "delivered", "failed" })
        {
            var path = $"/webhooks/{webhook.Id}/deliveries?state={state}&limit=2";
            while (path is not null)
            {
                using var response = await Api.AskAsync(HttpMethod.Get, path);
                paged.AddRange((await response.ReadJsonAsync()).EnumerateArray());
                path = response.Headers.TryGetValues("Link", out var links) ? links.Single()[1..links.Single().IndexOf('>')] : null;
            }
        }

        Assert.That(all, Has.Count.EqualTo(12));
        Assert.That(all.Select(d => d.Text("id")), Is.Ordered.Descending);
        Assert.That(paged.Select(d => d.Text("id")), Is.EquivalentTo(all.Select(d => d.Text("id"))).And.Unique);
        Assert.That(paged.GroupBy(d => d.Text("state")).All(g => g.Select(d => d.Text("id")).SequenceEqual(g.Select(d => d.Text("id")).OrderDescending())), Is.True);
    }

    [Test]
    public async Task Enable_WhenSomethingWaits_SendsIt()
    {
        var room = await Api.CreateRoomAsync();
        var ada = await Api.CreateUserAsync();
        var webhook = await Api.CreateWebhookAsync(Receiver.UrlOf("/later"), room);
        var release = new TaskCompletionSource();
        Receiver.Answer("/later", (_, _) => release.Task);
        await Api.PostMessageAsync(room, ada, "one");
        await Receiver.WaitForAsync("/later", 1);
        await Api.PostMessageAsync(room, ada, "two");
        await Api.AskForJsonAsync(HttpMethod.Patch, $"/webhooks/{webhook.Id}", new { enabled = false });
        release.SetResult();
        await Api.PostMessageAsync(room, ada, "unheard");
        var waiting = (await Api.ListDeliveriesAsync(webhook))[0];

        await Api.AskForJsonAsync(HttpMethod.Patch, $"/webhooks/{webhook.Id}", new { enabled = true });

        await Api.WaitForDeliveryAsync(webhook, "delivered");
        await Api.PostMessageAsync(room, ada, "three");
        await Eventually.BeTrueAsync(
            () => Receiver.ReceivedAt("/later").Any(w => w.Data.Text("content") == "three"), "the last one has come");
        Assert.That(waiting.GetProperty("attempts").GetArrayLength(), Is.Zero);
        Assert.That(
            Receiver.ReceivedAt("/later").Select(w => w.Data.Text("content")).Distinct(), Is.EqualTo(new[] { "one", "two", "three" }));
    }

    /// <summary>A live stream that came and went; none on one of many machines, which have no local ones.</summary>
    private async Task<JsonElement?> StreamAsync(Guid room)
    {
        if (Column == Column.Postgres)
            return null;
        var stream = await Api.PostJsonAsync($"/rooms/{room}/live-stream", new { title = "Live" });
        await Api.PostJsonAsync($"/rooms/{room}/live-streams/{stream.IdOf()}/stop", new { });
        return stream;
    }

    private Task<TestWebhook> CreateAsync(string path) => Api.CreateWebhookAsync(Receiver.UrlOf(path));
}
