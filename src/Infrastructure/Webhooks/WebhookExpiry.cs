using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks;

/// <summary>
/// Removes deliveries that have grown old, and deleted endpoints with theirs, once an hour, a bounded number in one
/// transaction, on one machine.
/// </summary>
internal sealed partial class WebhookExpiry(
    IServiceScopeFactory scopes, IDatabase database, Lifecycle lifecycle, TimeProvider clock, ILogger<WebhookExpiry> logger)
    : BackgroundService
{
    private const int MaxPerTransaction = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var claim = database.ClaimOf(Job.WebhookExpiry);
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        try
        {
            await lifecycle.WaitUntilMigratedAsync(stoppingToken);
            do
            {
                if (await claim.HoldAsync(stoppingToken))
                    await RemoveAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task RemoveAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await WriteAsync(RemoveOld, stoppingToken) == MaxPerTransaction)
            {
            }
            while (await WriteAsync(RemoveDeleted, stoppingToken) == MaxPerTransaction)
            {
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception);
        }
    }

    // Numbers rise with time, so that the old ones are the first, and no index on the time is needed.
    private int RemoveOld(LogTransaction log)
    {
        var oldest = clock.GetUtcNow().UtcDateTime - WebhookDelivery.Lifetime;
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

    private async Task<int> WriteAsync(Func<LogTransaction, int> remove, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        var removed = 0;
        unitOfWork.Enlist(log => removed = remove(log));
        return await unitOfWork.SaveChangesAsync(() => removed, stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old webhook deliveries could not be removed; tried again in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
