using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoChat.Application.Common;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks;

/// <summary>
/// Delivers to one endpoint what is due: rooms beside each other, each room's in its order, for as long as there is
/// something and the lease is ours.
/// </summary>
internal sealed class WebhookDispatcher(
    IDbContextFactory<VideoChatDbContext> contexts, IDatabaseDialect database, IServiceScopeFactory scopes, WebhookLeases leases,
    WebhookSender sender, IOptions<WebhooksOptions> options)
{
    private const int PageSize = 100;

    private readonly RetrySchedule _schedule = options.Value.Schedule;

    /// <summary>The endpoints that something is due for, whoever delivers to them.</summary>
    public async Task<List<Guid>> ListDueAsync(CancellationToken cancellationToken)
    {
        var now = (await database.ReadTimeAsync(cancellationToken)).Now;
        var latest = WebhookLeases.LatestEnd(now);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await WhereReady(db.WebhookEndpoints, now)
            .Where(e => db.WebhookDeliveries.Any(d => d.EndpointId == e.Id && d.State == WebhookDeliveryState.Pending && d.Tries == 0)
                || db.WebhookDeliveries.Any(d => d.EndpointId == e.Id && d.State == WebhookDeliveryState.Pending && d.NextAttemptAt <= now))
            .Where(e => !db.Set<WebhookLease>().Any(l => l.EndpointId == e.Id && l.ExpiresAt >= now && l.ExpiresAt <= latest))
            .Select(e => e.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Delivers until nothing is due, the endpoint wants to be left alone, or another process has the lease.</summary>
    public async Task RunAsync(Guid endpointId, CancellationToken stoppingToken)
    {
        if (await leases.TakeAsync(endpointId, stoppingToken) is not { } term)
            return;
        try
        {
            while (await ReadDueAsync(endpointId, stoppingToken) is { Count: > 0 } due)
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
                }
            });
    }

    /// <summary>Makes one attempt and writes what came of it. Returns whether the endpoint wants more.</summary>
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

        var rest = RetrySchedule.RestAfter(attempt, retryAfter, wait);
        // An endpoint that was well and is well costs no write of its own.
        if (!attempt.IsSuccess || endpoint.FailingSince is not null)
            endpoints.Change(endpoint.Id, e => e.Attempted(attempt, rest, options.Value.DisableAfter));
        // It has happened, whoever is in a hurry to stop.
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().SaveChangesAsync(() => 0, CancellationToken.None);
        return rest is null && !attempt.IsGone;
    }

    /// <summary>
    /// What was not tried yet has its turn whatever the clock says: it may have been put back since, and what is behind in the
    /// room would overtake it.
    /// </summary>
    private async Task<List<WebhookDelivery>> ReadDueAsync(Guid endpointId, CancellationToken cancellationToken)
    {
        var now = (await database.ReadTimeAsync(cancellationToken)).Now;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ready = WhereReady(db.WebhookEndpoints, now).Where(e => e.Id == endpointId);
        var pending = db.WebhookDeliveries
            .AsNoTracking()
            .Where(d => d.EndpointId == endpointId && d.State == WebhookDeliveryState.Pending && ready.Any());

        // Two, for each has an index, however much waits for its next try.
        var firstTries = await pending
            .Where(d => d.Tries == 0).OrderBy(d => d.Number).Take(PageSize).ToListAsync(cancellationToken);
        var furtherTries = await pending
            .Where(d => d.Tries > 0 && d.NextAttemptAt <= now).OrderBy(d => d.Number).Take(PageSize).ToListAsync(cancellationToken);
        return [.. firstTries.Concat(furtherTries).OrderBy(d => d.Number).Take(PageSize)];
    }

    private static IQueryable<WebhookEndpoint> WhereReady(IQueryable<WebhookEndpoint> endpoints, DateTime now) =>
        endpoints.Where(e => e.IsEnabled && (e.RestsUntil == null || e.RestsUntil <= now));
}
