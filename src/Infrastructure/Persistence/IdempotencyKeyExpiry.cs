using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Removes idempotency keys that have grown old, once an hour, a bounded number in one transaction, on one machine.</summary>
internal sealed partial class IdempotencyKeyExpiry(
    IServiceScopeFactory scopes, IDatabase database, Lifecycle lifecycle, TimeProvider clock, ILogger<IdempotencyKeyExpiry> logger)
    : BackgroundService
{
    private const int MaxPerTransaction = 1_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var claim = database.ClaimOf(Job.IdempotencyKeyExpiry);
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        try
        {
            await lifecycle.WaitUntilMigratedAsync(stoppingToken);
            do
            {
                if (await claim.HoldAsync(stoppingToken))
                    await RemoveExpiredAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private async Task RemoveExpiredAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await RemoveSomeAsync(stoppingToken) == MaxPerTransaction)
            {
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception);
        }
    }

    private async Task<int> RemoveSomeAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        var oldest = clock.GetUtcNow().UtcDateTime - IdempotentRequest.Lifetime;
        var removed = 0;
        unitOfWork.Enlist(log => removed = log.Db.IdempotencyKeys
            .Where(k => k.CreatedAt < oldest)
            .OrderBy(k => k.CreatedAt)
            .Take(MaxPerTransaction)
            .ExecuteDelete());
        return await unitOfWork.SaveChangesAsync(() => removed, stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old idempotency keys could not be removed; tried again in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
