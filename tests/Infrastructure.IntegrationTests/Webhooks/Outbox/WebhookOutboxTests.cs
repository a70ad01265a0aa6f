using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Webhooks.CreateWebhook;
using VideoChat.Application.Webhooks.DeleteWebhook;
using VideoChat.Application.Webhooks.UpdateWebhook;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Webhooks;
using VideoChat.Infrastructure.Webhooks.Dispatch;

namespace VideoChat.Infrastructure.IntegrationTests.Webhooks.Outbox;

public sealed class WebhookOutboxTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task Append_WhenTwoEndpointsSubscribe_WritesADeliveryForEachInTheOrderOfTheLog()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var endpoints = new[] { await CreateAsync(host, room.Id), await CreateAsync(host, null) };
        await CreateAsync(host, (await host.SeedRoomAsync("other")).Id);

        var stored = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => host.AppendAsync(Some.Message(room, user, $"m{i}"))));

        foreach (var endpoint in endpoints)
        {
            var deliveries = (await ReadAsync(host)).Where(d => d.EndpointId == endpoint).ToList();
            Assert.That(deliveries.Select(d => d.EventId), Is.EqualTo(stored.OrderBy(m => m.Seq).Select(m => m.Id)));
            Assert.That(deliveries.Select(d => d.State), Is.All.EqualTo(WebhookDeliveryState.Pending));
        }
        Assert.That(await ReadAsync(host), Has.Count.EqualTo(40));
    }

    [Test]
    public async Task Append_WhenTheTransactionFails_WritesNoDelivery()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await CreateAsync(host, null);
        await host.AppendAsync(Some.Message(room, user, "first", "c1"));

        Assert.ThrowsAsync<Domain.Common.DomainException>(() => host.AppendAsync(Some.Message(room, user, "another", "c1")));

        Assert.That(await ReadAsync(host), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Append_WhenTheEndpointIsDisabledOrDeleted_WritesNoDelivery()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var (disabled, deleted) = (await CreateAsync(host, null), await CreateAsync(host, null));
        await host.SendAsync(new UpdateWebhookCommand(disabled, null, null, null, Enabled: false));
        await host.SendAsync(new DeleteWebhookCommand(deleted));

        await host.AppendAsync(Some.Message(room, user));

        Assert.That(await ReadAsync(host), Is.Empty);
    }

    [Test]
    public async Task Take_WhenAnotherMachineHasTheLease_WaitsUntilItHasEnded()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        await using var other = host.Another();
        await other.StartLogAsync();
        var endpoint = await CreateAsync(host, null);
        var (mine, theirs) = (host.Get<WebhookLeases>(), other.Get<WebhookLeases>());

        Assert.That(await mine.TakeAsync(endpoint, CancellationToken.None), Is.Not.Null);
        Assert.That(await theirs.TakeAsync(endpoint, CancellationToken.None), Is.Null);
        Assert.That(await mine.TakeAsync(endpoint, CancellationToken.None), Is.Not.Null, "renewed");

        await ExpireAsync(host);
        Assert.That(await theirs.TakeAsync(endpoint, CancellationToken.None), Is.Not.Null, "it has ended");
        await mine.ReleaseAsync(endpoint);
        Assert.That(await mine.TakeAsync(endpoint, CancellationToken.None), Is.Null, "what is theirs cannot be given up");
        await theirs.ReleaseAsync(endpoint);
        Assert.That(await mine.TakeAsync(endpoint, CancellationToken.None), Is.Not.Null);
    }

    [Test]
    public async Task Expiry_WhenDeliveriesAreOldOrTheirEndpointIsDeleted_RemovesThem()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (kept, deleted) = (await CreateAsync(host, null), await CreateAsync(host, null));
        var now = Some.Time;
        await host.SeedAsync(
            Delivery(kept, now - WebhookDelivery.Lifetime - TimeSpan.FromSeconds(1)),
            Delivery(kept, now - WebhookDelivery.Lifetime + TimeSpan.FromSeconds(1)),
            Delivery(deleted, now));
        await host.SendAsync(new DeleteWebhookCommand(deleted));

        var expiry = host.GetHosted<WebhookExpiry>();
        await expiry.StartAsync(CancellationToken.None);

        await Wait.UntilAsync(async () => (await ReadAsync(host)).Count == 1, "the others are removed");
        await Wait.UntilAsync(
            async () => await host.ReadAsync(db => db.WebhookEndpoints.CountAsync()) == 1, "the deleted endpoint is removed");
        await expiry.StopAsync(CancellationToken.None);
        Assert.That((await ReadAsync(host)).Single().EndpointId, Is.EqualTo(kept));
    }

    [Test]
    public async Task Expiry_WhenTwoEndpointsWithManyDeliveriesAreDeleted_RemovesAllInOneRun()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        foreach (var endpoint in new[] { await CreateAsync(host, null), await CreateAsync(host, null) })
        {
            await host.SeedAsync([.. Enumerable.Range(0, 250).Select(_ => Delivery(endpoint, Some.Time))]);
            await host.SendAsync(new DeleteWebhookCommand(endpoint));
        }

        var expiry = host.GetHosted<WebhookExpiry>();
        await expiry.StartAsync(CancellationToken.None);

        await Wait.UntilAsync(
            async () => await host.ReadAsync(db => db.WebhookEndpoints.CountAsync()) == 0, "the deleted endpoints are removed");
        await expiry.StopAsync(CancellationToken.None);
        Assert.That(await ReadAsync(host), Is.Empty);
    }

    private static async Task ExpireAsync(TestHost host)
    {
        var now = (await host.Get<IDatabaseDialect>().ReadTimeAsync(CancellationToken.None)).Now;
        await host.ReadAsync(db => db.WebhookLeases
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, now - TimeSpan.FromMilliseconds(1))));
    }

    private static WebhookDelivery Delivery(Guid endpointId, DateTime createdAt) =>
        WebhookDelivery.Create(endpointId, Guid.NewGuid(), "room.created", null, "{}", createdAt);

    private static async Task<Guid> CreateAsync(TestHost host, Guid? roomId)
    {
        var created = await host.SendAsync(new CreateWebhookCommand("https://partner.example", ["message.posted"], null, roomId));
        return created.Id;
    }

    private static Task<List<WebhookDelivery>> ReadAsync(TestHost host) =>
        host.ReadAsync(db => db.WebhookDeliveries.AsNoTracking().OrderBy(d => d.Number).ToListAsync());
}
