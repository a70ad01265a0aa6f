using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Webhooks.CreateWebhook;
using VideoChat.Application.Webhooks.UpdateWebhook;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Webhooks;

namespace VideoChat.Infrastructure.IntegrationTests.Webhooks;

public sealed class WebhookBacklogTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task Backlog_WhenDeliveriesWait_ReportsCountAndAge()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (well, resting, disabled) = (await CreateAsync(host), await CreateAsync(host), await CreateAsync(host));
        var now = (await host.Get<IDatabaseDialect>().ReadTimeAsync(CancellationToken.None)).Now;
        await host.SeedAsync(
            Delivery(well, now - TimeSpan.FromSeconds(20)),
            Delivery(resting, now - TimeSpan.FromSeconds(70)),
            Delivery(disabled, now - TimeSpan.FromSeconds(900)));
        await host.SendAsync(new UpdateWebhookCommand(disabled, null, null, null, Enabled: false));
        await host.ReadAsync(db => db.WebhookEndpoints.Where(e => e.Id == resting)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.PausedUntil, now + TimeSpan.FromHours(1))));

        var values = await ReadGaugesAsync(host);

        Assert.That(values["videochat.webhook.waiting"], Is.EqualTo(2));
        Assert.That(values["videochat.webhook.waiting.age"], Is.InRange(70, 100));
        Assert.That(values["videochat.webhook.overdue"], Is.InRange(20, 50), "who asked for a pause has it");
    }

    [Test]
    public async Task Backlog_WhenVeryManyDeliveriesWait_CountsUpToTheLimitAndReportsTheOldest()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var endpoint = await CreateAsync(host);
        var now = (await host.Get<IDatabaseDialect>().ReadTimeAsync(CancellationToken.None)).Now;
        await host.SeedAsync([.. Enumerable.Range(0, WebhookBacklog.MaxCounted + 50)
            .Select(i => Delivery(endpoint, now - TimeSpan.FromSeconds(9_000 - i)))]);

        var values = await ReadGaugesAsync(host);

        Assert.That(values["videochat.webhook.waiting"], Is.EqualTo(WebhookBacklog.MaxCounted));
        Assert.That(values["videochat.webhook.waiting.age"], Is.InRange(9_000, 9_030));
        Assert.That(values["videochat.webhook.overdue"], Is.InRange(9_000, 9_030));
    }

    /// <summary>Returns the gauges after the backlog has been counted once.</summary>
    private static async Task<ConcurrentDictionary<string, double>> ReadGaugesAsync(TestHost host)
    {
        var backlog = host.GetHosted<WebhookBacklog>();
        using var gauges = Listen(host, out var values);
        await backlog.StartAsync(CancellationToken.None);
        await Wait.UntilAsync(
            () =>
            {
                gauges.RecordObservableInstruments();
                return values.GetValueOrDefault("videochat.webhook.waiting") > 0;
            },
            "it has looked");
        gauges.RecordObservableInstruments();
        await backlog.StopAsync(CancellationToken.None);
        return values;
    }

    private static MeterListener Listen(TestHost host, out ConcurrentDictionary<string, double> values)
    {
        var meters = host.Get<IMeterFactory>();
        var seen = values = new ConcurrentDictionary<string, double>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => seen[instrument.Name] = value);
        listener.Start();
        return listener;
    }

    private static WebhookDelivery Delivery(Guid endpointId, DateTime createdAt) =>
        WebhookDelivery.Create(endpointId, Guid.NewGuid(), "room.created", null, "{}", createdAt);

    private static async Task<Guid> CreateAsync(TestHost host)
    {
        var created = await host.SendAsync(new CreateWebhookCommand("https://partner.example", ["message.posted"], null, null));
        return created.Id;
    }
}
