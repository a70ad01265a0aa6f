using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Jobs;

/// <summary>Deletes expired rows once an hour, on one machine. The transactions are small, so that messages are not delayed.</summary>
internal abstract partial class Expiry(
    Job job, IServiceScopeFactory scopes, IDatabaseDialect database, Lifecycle lifecycle, TimeProvider clock, ILogger logger) : BackgroundService
{
    protected const int MaxPerTransaction = 100;

    protected DateTime Now => clock.GetUtcNow().UtcDateTime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var claim = database.CreateClaim(job);
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
            // The server is stopping.
        }
    }

    /// <summary>Returns deletions of at most <see cref="MaxPerTransaction"/> rows. True means that more rows may have expired.</summary>
    protected abstract IEnumerable<Func<LogTransaction, bool>> Deletions();

    private async Task RemoveAsync(IJobClaim claim, CancellationToken stoppingToken)
    {
        try
        {
            if (!await claim.HoldAsync(stoppingToken))
                return;
            foreach (var remove in Deletions())
            {
                for (var hasMore = true; hasMore;)
                {
                    var began = Stopwatch.GetTimestamp();
                    hasMore = await WriteAsync(remove, stoppingToken);
                    await Task.Delay(Stopwatch.GetElapsedTime(began), stoppingToken);
                }
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception, job);
        }
    }

    private async Task<bool> WriteAsync(Func<LogTransaction, bool> remove, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        var hasMore = false;
        unitOfWork.Enlist(log => hasMore = remove(log));
        return await unitOfWork.SaveChangesAsync(() => hasMore, stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removing expired rows failed ({Job}); retrying in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception, Job job);
}
