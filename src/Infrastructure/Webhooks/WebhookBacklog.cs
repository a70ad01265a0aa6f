using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks;

/// <summary>Periodically measures the pending deliveries in the database, if metrics are collected.</summary>
internal sealed partial class WebhookBacklog : BackgroundService
{
    // The maximum number of deliveries that are counted per endpoint. It keeps counting cheap, and the exact size of a larger
    // backlog is not useful.
    public const int MaxCounted = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly IDbContextFactory<VideoChatDbContext> _contexts;
    private readonly IDatabaseDialect _database;
    private readonly Lifecycle _lifecycle;
    private readonly TimeProvider _clock;
    private readonly ILogger<WebhookBacklog> _logger;
    private readonly Instrument _waiting;
    private volatile Backlog _backlog = new(0, null, null, null);

    public WebhookBacklog(
        IDbContextFactory<VideoChatDbContext> contexts, IDatabaseDialect database, IMeterFactory meters, Lifecycle lifecycle, TimeProvider clock,
        ILogger<WebhookBacklog> logger)
    {
        (_contexts, _database, _lifecycle, _clock, _logger) = (contexts, database, lifecycle, clock, logger);
        var meter = meters.Create(Telemetry.Name);
        _waiting = meter.CreateObservableUpDownCounter(
            "videochat.webhook.waiting", () => _backlog.Count, "{delivery}", $"Deliveries waiting for their first or next attempt; at most {MaxCounted} are counted per endpoint.");
        meter.CreateObservableGauge(
            "videochat.webhook.waiting.age", () => AgeOf(_backlog.Oldest), "s", "Age of the oldest waiting delivery.");
        meter.CreateObservableGauge(
            "videochat.webhook.overdue", () => AgeOf(_backlog.Due), "s", "How long the most overdue delivery has been due.");
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
                    await MeasureAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping.
        }
    }

    private async Task MeasureAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var db = await _contexts.CreateDbContextAsync(stoppingToken);
            var time = await _database.ReadTimeAsync(stoppingToken);
            var now = time.Now;
            var pending = db.WebhookDeliveries.Where(d => d.State == WebhookDeliveryState.Pending);
            var (firstTries, furtherTries) = (pending.Where(d => d.Tries == 0), pending.Where(d => d.Tries > 0));
            // Without the sort order, PostgreSQL would count the first rows by a table scan instead of an index scan.
            var endpoints = await db.WebhookEndpoints
                .Where(e => e.IsEnabled && e.DeletedAt == null)
                .Select(e => new
                {
                    e.PausedUntil,
                    FirstTries = firstTries
                        .Where(d => d.EndpointId == e.Id).OrderBy(d => d.RoomId).ThenBy(d => d.Number).Take(MaxCounted).Count(),
                    FurtherTries = furtherTries
                        .Where(d => d.EndpointId == e.Id).OrderBy(d => d.NextAttemptAt).Take(MaxCounted).Count(),
                    Created = furtherTries.Where(d => d.EndpointId == e.Id).Min(d => (DateTime?)d.CreatedAt),
                    FirstDue = firstTries
                        .Where(d => d.EndpointId == e.Id).OrderBy(d => d.RoomId).ThenBy(d => d.Number).Take(MaxCounted)
                        .Min(d => (DateTime?)d.NextAttemptAt),
                    FurtherDue = furtherTries.Where(d => d.EndpointId == e.Id).Min(d => (DateTime?)d.NextAttemptAt),
                })
                .ToListAsync(stoppingToken);
            _backlog = new Backlog(
                endpoints.Sum(e => Math.Min(MaxCounted, e.FirstTries + e.FurtherTries)),
                Earlier(endpoints.Min(e => e.FirstDue), endpoints.Min(e => e.Created)),
                // Paused endpoints are left out, because a delivery is not overdue while its endpoint is paused.
                endpoints.Where(e => e.PausedUntil is null || e.PausedUntil <= now).Min(e => Earlier(e.FirstDue, e.FurtherDue)),
                time);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(_logger, exception.GetType().Name);
        }
    }

    private static DateTime? Earlier(DateTime? a, DateTime? b) => a is null || b < a ? b : a;

    private double AgeOf(DateTime? since) => since is { } then ? Math.Max(0, (_backlog.Time!.Now - then).TotalSeconds) : 0;

    private sealed record Backlog(int Count, DateTime? Oldest, DateTime? Due, DatabaseTime? Time);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Counting pending deliveries failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
