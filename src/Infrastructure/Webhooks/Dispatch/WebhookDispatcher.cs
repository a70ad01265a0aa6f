using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoChat.Application.Common;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Webhooks.Sending;

namespace VideoChat.Infrastructure.Webhooks.Dispatch;

/// <summary>Delivers to one endpoint while this process holds its lease: rooms in parallel, the deliveries of a room in order.</summary>
internal sealed class WebhookDispatcher(
    IDbContextFactory<VideoChatDbContext> contexts, IDatabaseDialect database, IServiceScopeFactory scopes, WebhookLeases leases,
    WebhookSender sender, IOptions<WebhooksOptions> options)
{
    private static readonly TimeSpan DeliveryRound = TimeSpan.FromSeconds(1);

    private readonly RetrySchedule _schedule = options.Value.Schedule;

    public async Task<List<Guid>> ListDueAsync(CancellationToken cancellationToken)
    {
        var now = (await database.ReadTimeAsync(cancellationToken)).Now;
        var latest = WebhookLeases.LatestEnd(now);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pending = db.WebhookDeliveries.Where(d => d.State == WebhookDeliveryState.Pending);
        var (firstTries, furtherTries) = (pending.Where(d => d.Tries == 0), pending.Where(d => d.Tries > 0));
        // Each subquery reads the first entry of an index, because PostgreSQL would answer an EXISTS query by a table scan.
        return await db.WebhookEndpoints
            .WhereReady(now)
            .Where(e => firstTries
                    .Where(d => d.EndpointId == e.Id).OrderBy(d => d.RoomId).ThenBy(d => d.Number)
                    .Select(d => (long?)d.Number).FirstOrDefault() != null
                || furtherTries.Where(d => d.EndpointId == e.Id).Min(d => (DateTime?)d.NextAttemptAt) <= now)
            .Where(e => !db.WebhookLeases.Any(l => l.EndpointId == e.Id && l.ExpiresAt >= now && l.ExpiresAt <= latest))
            .Select(e => e.Id)
            .ToListAsync(cancellationToken);
    }

    public async Task RunAsync(Guid endpointId, CancellationToken stoppingToken)
    {
        if (await leases.TakeAsync(endpointId, stoppingToken) is not { } term)
            return;
        var queue = new WebhookQueue(contexts, database, endpointId);
        try
        {
            while (await queue.ReadDueAsync(stoppingToken) is { Count: > 0 } due)
            {
                await DeliverAsync(due, term, stoppingToken);
                if (!term.IsOver)
                    continue;
                if (await leases.TakeAsync(endpointId, stoppingToken) is not { } renewed)
                    return;
                term = renewed;
            }
        }
        finally
        {
            await leases.ReleaseAsync(endpointId);
        }
    }

    private async Task DeliverAsync(List<WebhookDelivery> due, LeaseTerm term, CancellationToken stoppingToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Parallel.ForEachAsync(
            due.GroupBy(delivery => delivery.RoomId),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Concurrency, CancellationToken = stoppingToken },
            async (room, _) =>
            {
                foreach (var delivery in room)
                {
                    if (enough.IsCancellationRequested || term.IsOver)
                        return;
                    if (!await DeliverAsync(delivery, term, stoppingToken))
                        await enough.CancelAsync();
                    if (Stopwatch.GetElapsedTime(began) > DeliveryRound)
                        return;
                }
            });
    }

    private async Task<bool> DeliverAsync(WebhookDelivery delivery, LeaseTerm term, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var endpoints = scope.ServiceProvider.GetRequiredService<IWebhookEndpointRepository>();
        if (await endpoints.FindAsync(delivery.EndpointId, stoppingToken) is not { IsEnabled: true } endpoint)
            return false;

        var (attempt, retryAfter) = await sender.SendAsync(endpoint, delivery, term.Now, stoppingToken);
        WebhookMetrics.Attempted(attempt);

        var wait = _schedule.After(delivery.Tries + 1, Random.Shared.NextDouble());
        if (wait < retryAfter)
            wait = retryAfter < RetrySchedule.MaxRetryAfter ? retryAfter : RetrySchedule.MaxRetryAfter;
        delivery.Attempted(attempt, wait);
        scope.ServiceProvider.GetRequiredService<IWebhookDeliveryRepository>().Attempted(delivery);

        var pause = RetrySchedule.PauseAfter(attempt, retryAfter, wait);
        // Repeated successes do not change the endpoint, so they need no write.
        if (!attempt.IsSuccess || endpoint.FailingSince is not null)
            endpoints.Change(endpoint.Id, e => e.Attempted(endpoint.Url, attempt, pause, options.Value.DisableAfter));
        // The attempt was made, so its result is stored even during a shutdown.
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().SaveChangesAsync(() => 0, CancellationToken.None);
        return pause is null && !attempt.IsGone;
    }
}
