using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Health;

namespace VideoChat.Infrastructure.Persistence.Startup;

/// <summary>
/// Migrates the database while <c>/health</c> is served, and then starts the <see cref="IStartsAfterMigration"/> services.
/// </summary>
internal sealed partial class DatabaseMigrator(
    IDatabaseDialect database,
    IDbContextFactory<VideoChatDbContext> contexts,
    IEnumerable<IStartsAfterMigration> services,
    Lifecycle lifecycle,
    IHostApplicationLifetime host,
    TimeProvider clock,
    ILogger<DatabaseMigrator> logger) : BackgroundService
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // The migration runs on another thread, because SQLite's driver is synchronous and would block the start of the host.
            await Task.Run(() => MigrateWithRetryAsync(stoppingToken), stoppingToken);
            foreach (var service in services)
                await service.StartAfterMigrationAsync(stoppingToken);
            lifecycle.Migrated();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping.
        }
        catch (Exception exception)
        {
            LogFailed(logger, database.Location, ReasonOf(exception));
            Environment.ExitCode = 1;
            await HostStartedAsync(stoppingToken);
            host.StopApplication();
        }
    }

    // Waits until the host has started. Stopping it earlier throws an exception, and the stack trace would hide the reason.
    private async Task HostStartedAsync(CancellationToken stoppingToken)
    {
        using var started = CancellationTokenSource.CreateLinkedTokenSource(host.ApplicationStarted, stoppingToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, started.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task MigrateWithRetryAsync(CancellationToken stoppingToken)
    {
        var begun = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await using var db = await contexts.CreateDbContextAsync(stoppingToken);
                await database.MigrateAsync(db, stoppingToken);
                return;
            }
            catch (UnavailableException exception) when (clock.GetElapsedTime(begun) < StartTimeout)
            {
                LogUnreachable(logger, database.Location, ReasonOf(exception));
                await Task.Delay(RetryDelay, clock, stoppingToken);
            }
        }
    }

    private static string ReasonOf(Exception exception) =>
        (exception is UnavailableException ? exception.GetBaseException() : exception).Message;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database {Location} is not reachable yet (ConnectionStrings:Default): {Reason}")]
    private static partial void LogUnreachable(ILogger logger, string location, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The database {Location} cannot be prepared (ConnectionStrings:Default, Storage:Path): {Reason}")]
    private static partial void LogFailed(ILogger logger, string location, string reason);
}
