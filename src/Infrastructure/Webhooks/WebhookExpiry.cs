using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks;

/// <summary>For deliveries that have grown old, and for deleted endpoints with theirs.</summary>
internal sealed class WebhookExpiry(
    IServiceScopeFactory scopes, IDatabaseDialect database, Lifecycle lifecycle, TimeProvider clock, ILogger<WebhookExpiry> logger)
    : Expiry(Job.WebhookExpiry, scopes, database, lifecycle, clock, logger)
{
    protected override IEnumerable<Func<LogTransaction, int>> Kinds() => [RemoveOld, RemoveDeleted];

    // Numbers rise with time, so that the old ones are the first, and no index on the time is needed.
    private int RemoveOld(LogTransaction log)
    {
        var oldest = Now - WebhookDelivery.Lifetime;
        var first = log.Db.WebhookDeliveries.OrderBy(d => d.Number).Take(MaxPerTransaction).Select(d => d.Number);
        return log.Db.WebhookDeliveries.Where(d => first.Contains(d.Number) && d.CreatedAt < oldest).ExecuteDelete();
    }

    private static int RemoveDeleted(LogTransaction log)
    {
        var deleted = log.Db.WebhookEndpoints.Where(e => e.DeletedAt != null).Select(e => e.Id);
        var first = log.Db.WebhookDeliveries
            .Where(d => deleted.Contains(d.EndpointId)).OrderBy(d => d.Number).Take(MaxPerTransaction).Select(d => d.Number);
        var removed = log.Db.WebhookDeliveries.Where(d => first.Contains(d.Number)).ExecuteDelete();
        if (removed < MaxPerTransaction)
            log.Db.WebhookEndpoints.Where(e => e.DeletedAt != null).ExecuteDelete();
        return removed;
    }
}
