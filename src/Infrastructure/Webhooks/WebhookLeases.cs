using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoChat.Application.Webhooks;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks;

/// <summary>Who delivers to an endpoint: one process at a time, for a short while, as long as it is renewed.</summary>
internal sealed class WebhookLeases(IServiceScopeFactory scopes, IDatabaseDialect database, IOptions<WebhooksOptions> options)
{
    /// <summary>Longer than a lease lasts on a machine with whatever settings.</summary>
    private static readonly TimeSpan Excessive = TimeSpan.FromMinutes(4);

    private readonly Guid _holder = Guid.NewGuid();

    /// <summary>Long enough for three attempts one after the other.</summary>
    private TimeSpan Duration => 3 * options.Value.Timeout;

    /// <summary>A lease that ends after this was taken before the clock was put back.</summary>
    public static DateTime LatestEnd(DateTime now) => now + Excessive;

    /// <summary>
    /// Takes or renews a lease, which the database's clock measures. Returns until when an attempt may begin so that it ends
    /// within the lease; null where another process has it.
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

    /// <summary>Lets one from before the clock was put back end when a new one would: its holder may still be at work.</summary>
    private static void Shorten(LogTransaction log, Guid endpointId, DateTime latest, DateTime until) => log.Db.Set<WebhookLease>()
        .Where(l => l.EndpointId == endpointId && l.ExpiresAt > latest)
        .ExecuteUpdate(set => set.SetProperty(l => l.ExpiresAt, until));

    /// <summary>Gives a lease up, if it is still ours.</summary>
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
