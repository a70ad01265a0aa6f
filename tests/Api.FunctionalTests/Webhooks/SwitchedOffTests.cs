using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

public sealed class SwitchedOffTests
{
    private const int Messages = 20;

    [Test]
    public async Task Deliver_WhileWebhooksAreDisabled_QueuesAndSendsNothing()
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
        await using var on = await ApiServer.StartAsync([.. WebhookServer.Settings, ("Storage__Path", off.Storage)]);
        await receiver.WaitForAsync("/", Messages);
    }

    [Test]
    public async Task Deliver_WhenNoKeyIsConfigured_StillServesExistingEndpoints()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var before = await ApiServer.StartAsync(WebhookServer.Settings);
        var (room, ada) = (await before.CreateRoomAsync(), await before.CreateUserAsync());
        await before.CreateWebhookAsync(receiver.UrlOf("/"), room);
        await before.KillAsync();
        await using var api = await ApiServer.StartAsync([.. WebhookServer.Settings, ("Storage__Path", before.Storage), ("Partners__ApiKeys", "")]);

        await api.PostMessageAsync(room, ada, "hello");

        await receiver.WaitForAsync("/", 1);
    }
}
