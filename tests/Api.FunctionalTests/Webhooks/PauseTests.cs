using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

/// <summary>An endpoint that requested a pause of one hour. Lists show the pause, and a request can end it.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PauseTests(Column column) : OnEachServer(column)
{
    private new ApiServer Api => WebhookServer.On(Column);

    private WebhookReceiver Receiver => WebhookServer.ReceiverOf(Column);

    [Test]
    public async Task Get_WhenTheEndpointIsPaused_SaysWhenItContinues()
    {
        var (webhook, _, _) = await PauseAsync("/rest-shown");

        var until = (await Api.GetWebhookAsync(webhook)).GetProperty("paused_until").GetDateTime();
        var deliveries = await Api.ListDeliveriesAsync(webhook);

        Assert.That(until, Is.EqualTo(DateTime.UtcNow.AddHours(1)).Within(TimeSpan.FromMinutes(1)));
        // The second delivery has not been attempted, and will not be attempted before that time.
        Assert.That(deliveries[0].GetProperty("next_attempt_at").GetDateTime(), Is.EqualTo(until));
        Assert.That(deliveries[1].GetProperty("next_attempt_at").GetDateTime(), Is.GreaterThanOrEqualTo(until));
    }

    [Test]
    public async Task Test_WhenTheEndpointIsPaused_EndsThePause()
    {
        var (webhook, _, _) = await PauseAsync("/rest-test");

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        await Api.WaitForDeliveryAsync(webhook, "delivered");
        Assert.That((await Receiver.WaitForAsync("/rest-test", 3)).Select(w => w.Type), Does.Contain("webhook.test"));
        Assert.That((await Api.GetWebhookAsync(webhook)).GetProperty("paused_until").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Replay_WhenTheEndpointIsPaused_EndsThePause()
    {
        var (webhook, first, _) = await PauseAsync("/rest-replay");

        await Api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/deliveries/{first}/replay");

        await Api.WaitForDeliveryAsync(webhook, "delivered");
        await Receiver.WaitForAsync("/rest-replay", 3);
    }

    [Test]
    public async Task Update_WhenTheUrlChanges_EndsThePauseOfTheOldOne()
    {
        var (webhook, _, second) = await PauseAsync("/rest-old");

        var changed = await Api.RequestJsonAsync(
            HttpMethod.Patch, $"/webhooks/{webhook.Id}", new { url = Receiver.UrlOf("/rest-new") });

        Assert.That(changed.GetProperty("paused_until").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(changed.GetProperty("failing_since").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await Receiver.WaitForAsync("/rest-new", 1))[0].Data.Text("content"), Is.EqualTo(second));
    }

    [Test]
    public async Task Replay_WhenTheEndpointIsDisabled_IsRefusedAsATestIs()
    {
        var (webhook, first, _) = await PauseAsync("/rest-disabled");
        await Api.RequestJsonAsync(HttpMethod.Patch, $"/webhooks/{webhook.Id}", new { enabled = false });

        foreach (var path in new[] { $"/webhooks/deliveries/{first}/replay", $"/webhooks/{webhook.Id}/test" })
        {
            using var response = await Api.RequestAsync(HttpMethod.Post, path);
            await Expect.ProblemAsync(response, HttpStatusCode.Conflict, "This webhook is disabled; enable it first.");
        }
    }

    /// <summary>
    /// Creates an endpoint that has received one message, requested a pause of an hour before the next one, and would now accept any.
    /// </summary>
    private async Task<(TestWebhook Webhook, Guid First, string Second)> PauseAsync(string path)
    {
        var (room, ada) = (await Api.CreateRoomAsync(), await Api.CreateUserAsync());
        var webhook = await Api.CreateWebhookAsync(Receiver.UrlOf(path), room);
        var isFirst = true;
        Receiver.Answer(path, (_, context) =>
        {
            if (isFirst)
                (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (503, "3600");
            isFirst = false;
            return Task.CompletedTask;
        });
        await Api.PostMessageAsync(room, ada, "first");
        await Eventually.BeTrueAsync(
            async () => (await Api.GetWebhookAsync(webhook)).GetProperty("failing_since").ValueKind != JsonValueKind.Null, "it rests");
        await Api.PostMessageAsync(room, ada, "second");
        return (webhook, (await Api.ListDeliveriesAsync(webhook))[1].IdOf(), "second");
    }
}
