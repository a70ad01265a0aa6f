using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoChat.Application.Webhooks;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks.Dispatch;

internal sealed class WebhookLeases(IServiceScopeFactory scopes, IDatabaseDialect database, IOptions<WebhooksOptions> options)
{
    /// <summary>A duration that no lease exceeds, even with the largest allowed settings.</summary>
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(4);

    private readonly Guid _holder = Guid.NewGuid();

    // The duration of a lease. Three consecutive attempts fit into it.
    private TimeSpan Duration => 3 * options.Value.Timeout;

    /// <summary>Returns the latest plausible expiry of a lease. A later expiry means that the database's clock was set back.</summary>
    public static DateTime LatestEnd(DateTime now) => now + LongestLease;

    /// <summary>Takes or renews a lease. An attempt that starts within the returned term ends before the lease expires.</summary>
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

    // Shortens a lease that would not expire in time after the clock was set back. The lease is not removed, because its holder may
    // be delivering.
    private static void Shorten(LogTransaction log, Guid endpointId, DateTime latest, DateTime until) => log.Db.WebhookLeases
        .Where(l => l.EndpointId == endpointId && l.ExpiresAt > latest)
        .ExecuteUpdate(set => set.SetProperty(l => l.ExpiresAt, until));

    public Task ReleaseAsync(Guid endpointId) => WriteAsync(
        log => log.Db.WebhookLeases.Where(l => l.EndpointId == endpointId && l.Holder == _holder).ExecuteDelete(),
        CancellationToken.None);

    private async Task WriteAsync(Action<LogTransaction> change, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        unitOfWork.Enlist(change);
        await unitOfWork.SaveChangesAsync(() => 0, cancellationToken);
    }
}
