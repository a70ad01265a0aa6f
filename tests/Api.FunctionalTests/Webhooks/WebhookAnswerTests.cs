using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

/// <summary>The consequences of an endpoint's response, or of none.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class WebhookAnswerTests(Column column) : OnEachServer(column)
{
    private new ApiServer Api => WebhookServer.On(Column);

    private WebhookReceiver Receiver => WebhookServer.ReceiverOf(Column);

    [Test]
    public async Task Deliver_WhenTheEndpointFailsAtFirst_TriesAgainWithTheSameIdAndANewSignature()
    {
        var webhook = await CreateAsync("/again");
        Receiver.Answer("/again", 500, 404, 200);

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

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

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

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

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        await Api.WaitForDeliveryAsync(webhook, "failed");
        Assert.That(Receiver.ReceivedAt("/elsewhere"), Is.Empty);
    }

    [Test]
    public async Task Deliver_WhenTheAnswerIs410_DisablesTheEndpointAndSaysWhy()
    {
        var webhook = await CreateAsync("/gone");
        Receiver.Answer("/gone", 410);

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        await Api.WaitForDeliveryAsync(webhook, "failed");
        var gone = await Api.GetWebhookAsync(webhook);
        Assert.That(gone.GetProperty("enabled").GetBoolean(), Is.False);
        Assert.That(gone.Text("disabled_reason"), Does.Contain("410"));
        Assert.That(Receiver.ReceivedAt("/gone"), Has.Count.EqualTo(1));
        using var response = await Api.RequestAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        await Expect.ProblemAsync(response, HttpStatusCode.Conflict);
    }

    [Test]
    public async Task Deliver_WhenTheEndpointRequestsAPause_SendsNothingUntilItEnds()
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
    public async Task Deliver_WhenThereIsNoAnswer_FailsAfterTheTimeout()
    {
        var webhook = await CreateAsync("/hangs");
        Receiver.Answer("/hangs", (_, context) =>
            Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

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

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        var attempt = (await Api.WaitForDeliveryAsync(webhook, "delivered")).GetProperty("attempts")[0];
        Assert.That(attempt.Text("response"), Is.EqualTo(new string('x', 2_048)));
        Assert.That(await huge.WaitForEndAsync(), Is.LessThan(64 << 20));
    }

    [Test]
    public async Task Deliver_WhenTheConnectionIsRefused_SaysSo()
    {
        var gone = await WebhookReceiver.StartAsync();
        var url = gone.UrlOf("/");
        await gone.DisposeAsync();
        var webhook = await Api.CreateWebhookAsync(url);

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        var delivery = await Api.WaitForDeliveryAsync(webhook, "failed");
        Assert.That(delivery.GetProperty("attempts")[0].Text("error"), Is.EqualTo("The connection was refused"));
    }

    [Test]
    public async Task Deliver_WhenTheUrlChangesDuringAnAttempt_IgnoresTheOldResult()
    {
        var webhook = await CreateAsync("/old-url");
        var release = new TaskCompletionSource();
        Receiver.Answer("/old-url", async (_, context) =>
        {
            await release.Task;
            context.Response.StatusCode = 410;
        });
        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        await Receiver.WaitForAsync("/old-url", 1);

        await Api.RequestJsonAsync(HttpMethod.Patch, $"/webhooks/{webhook.Id}", new { url = Receiver.UrlOf("/new-url") });
        release.SetResult();

        await Api.WaitForDeliveryAsync(webhook, "failed");
        var endpoint = await Api.GetWebhookAsync(webhook);
        Assert.That(endpoint.GetProperty("enabled").GetBoolean(), Is.True);
        Assert.That(endpoint.GetProperty("failing_since").ValueKind, Is.EqualTo(JsonValueKind.Null));
        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");
        await Receiver.WaitForAsync("/new-url", 1);
    }

    private Task<TestWebhook> CreateAsync(string path) => Api.CreateWebhookAsync(Receiver.UrlOf(path));
}
