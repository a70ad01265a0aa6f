using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

public sealed class SwitchedOffTests
{
    private const int Messages = 20;

    [Test]
    public async Task Deliver_WhileWebhooksAreDisabled_QueuesForALaterStartEvenOneWithoutKeys()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var off = await ApiServer.StartAsync([.. WebhookServer.Settings, ("Webhooks__Enabled", "false")]);
        var (room, ada) = (await off.CreateRoomAsync(), await off.CreateUserAsync());
        var webhook = await off.CreateWebhookAsync(receiver.UrlOf("/"), room);

        for (var i = 0; i < Messages; i++)
            await off.PostMessageAsync(room, ada, $"m{i}");

        var queued = await off.ListDeliveriesAsync(webhook, "?state=pending");
        Assert.That(queued.Select(delivery => delivery.GetProperty("attempts").GetArrayLength()), Is.EqualTo(new int[Messages]));
        Assert.That(receiver.ReceivedAt("/"), Is.Empty);
        Assert.That(off.Log, Does.Contain("webhook delivery (Webhooks:Enabled)"));
        await off.KillAsync();
        await using var on = await ApiServer.StartAsync(
            [.. WebhookServer.Settings, ("Storage__Path", off.Storage), ("Partners__ApiKeys", "")]);
        await receiver.WaitForAsync("/", Messages);

        // Endpoints are served although no key is configured any longer.
        await on.PostMessageAsync(room, ada, "hello");
        await receiver.WaitForAsync("/", Messages + 1);
    }
}
