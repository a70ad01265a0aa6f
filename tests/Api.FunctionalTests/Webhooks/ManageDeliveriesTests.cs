using System.Text.Json;
using Microsoft.AspNetCore.Http;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

/// <summary>Changes of an endpoint and its deliveries while deliveries are in progress.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ManageDeliveriesTests(Column column) : OnEachServer(column)
{
    private new ApiServer Api => WebhookServer.On(Column);

    private WebhookReceiver Receiver => WebhookServer.ReceiverOf(Column);

    [Test]
    public async Task Rotate_WhenASecretIsReplaced_SignsWithBoth()
    {
        var webhook = await CreateAsync("/rotated");

        var rotated = await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/rotate-secret");
        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

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
        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        var failed = await Api.WaitForDeliveryAsync(webhook, "failed");

        var replayed = await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/deliveries/{failed.IdOf()}/replay");

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
        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        await Receiver.WaitForAsync("/replay-first", 1);
        var trying = (await Api.ListDeliveriesAsync(webhook)).Single();

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/deliveries/{trying.IdOf()}/replay");
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
        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        await Receiver.WaitForAsync("/replay-last", 4);
        var trying = (await Api.ListDeliveriesAsync(webhook)).Single();

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/deliveries/{trying.IdOf()}/replay");
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
            await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        await Eventually.BeTrueAsync(async () => (await Api.ListDeliveriesAsync(webhook, "?state=pending")).Count == 0, "all is settled");

        var all = await Api.ListDeliveriesAsync(webhook);
        var paged = new List<JsonElement>();
        foreach (var state in new[] { "delivered", "failed" })
        {
            var path = $"/webhooks/{webhook.Id}/deliveries?state={state}&limit=2";
            while (path is not null)
            {
                using var response = await Api.RequestAsync(HttpMethod.Get, path);
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
        await Api.RequestJsonAsync(HttpMethod.Patch, $"/webhooks/{webhook.Id}", new { enabled = false });
        release.SetResult();
        await Api.PostMessageAsync(room, ada, "unheard");
        var waiting = (await Api.ListDeliveriesAsync(webhook))[0];

        await Api.RequestJsonAsync(HttpMethod.Patch, $"/webhooks/{webhook.Id}", new { enabled = true });

        await Api.WaitForDeliveryAsync(webhook, "delivered");
        await Api.PostMessageAsync(room, ada, "three");
        await Eventually.BeTrueAsync(
            () => Receiver.ReceivedAt("/later").Any(w => w.Data.Text("content") == "three"), "the last one has arrived");
        Assert.That(waiting.GetProperty("attempts").GetArrayLength(), Is.Zero);
        Assert.That(
            Receiver.ReceivedAt("/later").Select(w => w.Data.Text("content")).Distinct(), Is.EqualTo(new[] { "one", "two", "three" }));
    }

    private Task<TestWebhook> CreateAsync(string path) => Api.CreateWebhookAsync(Receiver.UrlOf(path));
}
