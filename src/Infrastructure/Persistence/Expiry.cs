using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>Removes rows that have grown old, once an hour, a bounded number in one transaction, on one machine.</summary>
internal abstract partial class Expiry(
    Job job, IServiceScopeFactory scopes, IDatabaseDialect database, Lifecycle lifecycle, TimeProvider clock, ILogger logger) : BackgroundService
{
    protected const int MaxPerTransaction = 1_000;

    protected DateTime Now => clock.GetUtcNow().UtcDateTime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var claim = database.ClaimOf(job);
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        try
        {
            await lifecycle.WaitUntilMigratedAsync(stoppingToken);
            do
                await RemoveAsync(claim, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    /// <summary>
    /// What is to be removed, a kind after the other: each removes at most <see cref="MaxPerTransaction"/> rows and says
    /// how many those were.
    /// </summary>
    protected abstract IEnumerable<Func<LogTransaction, int>> Kinds();

    private async Task RemoveAsync(IJobClaim claim, CancellationToken stoppingToken)
    {
        try
        {
            if (!await claim.HoldAsync(stoppingToken))
                return;
            foreach (var remove in Kinds())
            {
                while (await WriteAsync(remove, stoppingToken) == MaxPerTransaction)
                {
                }
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception, job);
        }
    }

    private async Task<int> WriteAsync(Func<LogTransaction, int> remove, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        var removed = 0;
        unitOfWork.Enlist(log => removed = remove(log));
        return await unitOfWork.SaveChangesAsync(() => removed, stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removing expired rows failed ({Job}); retrying in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception, Job job);
}
