using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoChat.Application.Webhooks;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Rows;

namespace VideoChat.Infrastructure.Webhooks.Dispatch;

/// <summary>The leases of endpoints: at most one process at a time delivers to an endpoint.</summary>
internal sealed class WebhookLeases(IServiceScopeFactory scopes, IDatabaseDialect database, IOptions<WebhooksOptions> options)
{
    /// <summary>Longer than any lease, with the largest allowed settings.</summary>
    private static readonly TimeSpan Excessive = TimeSpan.FromMinutes(4);

    private readonly Guid _holder = Guid.NewGuid();

    /// <summary>Long enough for three consecutive attempts.</summary>
    private TimeSpan Duration => 3 * options.Value.Timeout;

    /// <summary>Returns the latest plausible end of a lease. One that ends later was taken before the clock was set back.</summary>
    public static DateTime LatestEnd(DateTime now) => now + Excessive;

    /// <summary>
    /// Takes or renews a lease, measured by the database's clock. Attempts that begin within the returned term end within the lease.
    /// Returns null if another process has the lease.
    /// </summary>
    public async Task<LeaseTerm?> TakeAsync(Guid endpointId, CancellationToken cancellationToken)
    {
        var time = await database.ReadTimeAsync(cancellationToken);
        var now = time.Now;
        var until = now + Duration;
        var taken = 0;
        await WriteAsync(
            log =>
            {
                taken = log.Db.Database.ExecuteSql(
                    $"""
                    INSERT INTO webhook_leases (endpoint_id, holder, expires_at) VALUES ({endpointId}, {_holder}, {until})
                    ON CONFLICT (endpoint_id) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
                    WHERE webhook_leases.holder = {_holder} OR webhook_leases.expires_at < {now}
                    """);
                if (taken == 0)
                    Shorten(log, endpointId, LatestEnd(now), until);
            },
            cancellationToken);
        return taken > 0 ? new LeaseTerm(time, until - 2 * options.Value.Timeout) : null;
    }

    /// <summary>
    /// Shortens a lease from before the clock was set back to the normal duration, because its holder may still be delivering.
    /// </summary>
    private static void Shorten(LogTransaction log, Guid endpointId, DateTime latest, DateTime until) => log.Db.Set<WebhookLease>()
        .Where(l => l.EndpointId == endpointId && l.ExpiresAt > latest)
        .ExecuteUpdate(set => set.SetProperty(l => l.ExpiresAt, until));

    /// <summary>Releases the lease if this process still holds it.</summary>
    public Task ReleaseAsync(Guid endpointId) => WriteAsync(
        log => log.Db.Set<WebhookLease>().Where(l => l.EndpointId == endpointId && l.Holder == _holder).ExecuteDelete(),
        CancellationToken.None);

    private async Task WriteAsync(Action<LogTransaction> change, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        unitOfWork.Enlist(change);
        await unitOfWork.SaveChangesAsync(() => 0, cancellationToken);
    }
}
