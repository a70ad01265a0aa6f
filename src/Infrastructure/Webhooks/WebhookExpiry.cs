using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Jobs;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks;

internal sealed class WebhookExpiry(
    IServiceScopeFactory scopes, IDatabaseDialect database, Lifecycle lifecycle, TimeProvider clock, ILogger<WebhookExpiry> logger)
    : Expiry(Job.WebhookExpiry, scopes, database, lifecycle, clock, logger)
{
    protected override IEnumerable<Func<LogTransaction, bool>> Deletions() => [RemoveOld, RemoveDeleted];

    // Removes old deliveries. Numbers increase with time, so the query needs no index on the time.
    private bool RemoveOld(LogTransaction log)
    {
        var oldest = Now - WebhookDelivery.Lifetime;
        var first = log.Db.WebhookDeliveries.OrderBy(d => d.Number).Take(MaxPerTransaction).Select(d => d.Number);
        return log.Db.WebhookDeliveries.Where(d => first.Contains(d.Number) && d.CreatedAt < oldest).ExecuteDelete() == MaxPerTransaction;
    }

    // Removes deleted endpoints one at a time, because the index groups deliveries by endpoint.
    private static bool RemoveDeleted(LogTransaction log)
    {
        var endpoint = log.Db.WebhookEndpoints.Where(e => e.DeletedAt != null).OrderBy(e => e.Id).Select(e => (Guid?)e.Id).FirstOrDefault();
        if (endpoint is null)
            return false;
        var first = log.Db.WebhookDeliveries
            .Where(d => d.EndpointId == endpoint).OrderBy(d => d.Number).Take(MaxPerTransaction).Select(d => d.Number);
        if (log.Db.WebhookDeliveries.Where(d => first.Contains(d.Number)).ExecuteDelete() < MaxPerTransaction)
            log.Db.WebhookEndpoints.Where(e => e.Id == endpoint).ExecuteDelete();
        return true;
    }
}
