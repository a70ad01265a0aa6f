using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks;

/// <summary>
/// Looks now and then at what waits for partners, for the metrics and only while somebody asks for these. Every machine
/// says the same: it is one database.
/// </summary>
internal sealed partial class WebhookBacklog : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly IDbContextFactory<VideoChatDbContext> _contexts;
    private readonly IDatabase _database;
    private readonly Lifecycle _lifecycle;
    private readonly TimeProvider _clock;
    private readonly ILogger<WebhookBacklog> _logger;
    private readonly Instrument _waiting;
    private volatile Backlog _backlog = new(0, null, null, null);

    public WebhookBacklog(
        IDbContextFactory<VideoChatDbContext> contexts, IDatabase database, IMeterFactory meters, Lifecycle lifecycle, TimeProvider clock,
        ILogger<WebhookBacklog> logger)
    {
        (_contexts, _database, _lifecycle, _clock, _logger) = (contexts, database, lifecycle, clock, logger);
        var meter = meters.Create(Telemetry.Name);
        _waiting = meter.CreateObservableUpDownCounter(
            "videochat.webhook.waiting", () => _backlog.Count, "{delivery}", "Deliveries that wait for their first try or another one.");
        meter.CreateObservableGauge(
            "videochat.webhook.waiting.age", () => AgeOf(_backlog.Oldest), "s", "How long the oldest delivery that waits has waited.");
        meter.CreateObservableGauge(
            "videochat.webhook.overdue", () => AgeOf(_backlog.Due), "s", "How long the delivery that is due the longest has been due.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        try
        {
            await _lifecycle.WaitUntilMigratedAsync(stoppingToken);
            do
            {
                if (_waiting.Enabled)
                    await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var db = await _contexts.CreateDbContextAsync(stoppingToken);
            var time = await _database.ReadTimeAsync(stoppingToken);
            var now = time.Now;
            var pending = db.WebhookDeliveries.Where(d => d.State == WebhookDeliveryState.Pending);
            var enabled = db.WebhookEndpoints.Where(e => e.IsEnabled && e.DeletedAt == null);
            var waiting = pending.Where(d => enabled.Any(e => e.Id == d.EndpointId));
            // Who asked for a pause has it.
            var due = pending.Where(d => enabled.Any(e => e.Id == d.EndpointId && (e.RestsUntil == null || e.RestsUntil <= now)));
            _backlog = new Backlog(
                await waiting.CountAsync(stoppingToken),
                await waiting.MinAsync(d => (DateTime?)d.CreatedAt, stoppingToken),
                await due.MinAsync(d => (DateTime?)d.NextAttemptAt, stoppingToken),
                time);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(_logger, exception.GetType().Name);
        }
    }

    private double AgeOf(DateTime? since) => since is { } then ? Math.Max(0, (_backlog.Time!.Now - then).TotalSeconds) : 0;

    private sealed record Backlog(int Count, DateTime? Oldest, DateTime? Due, DatabaseTime? Time);

    [LoggerMessage(Level = LogLevel.Debug, Message = "How many webhooks wait could not be found out: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
