using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>
/// Brings the database to the schema of this version at the start, while the server already answers <c>/health</c>.
/// Where that is not possible the process ends.
/// </summary>
internal sealed partial class DatabaseMigrator(
    IDbContextFactory<VideoChatDbContext> contexts,
    SqliteFile file,
    Lifecycle lifecycle,
    IHostApplicationLifetime host,
    ILogger<DatabaseMigrator> logger) : BackgroundService
{
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // SQLite's driver works on the calling thread; the server is to start meanwhile.
            await Task.Run(() => MigrateAsync(stoppingToken), stoppingToken);
            lifecycle.Migrated();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends before it has begun.
        }
        catch (Exception exception)
        {
            LogFailed(logger, file.Path, exception.Message);
            Environment.ExitCode = 1;
            await HostStartedAsync(stoppingToken);
            host.StopApplication();
        }
    }

    // A host that is told to stop while it starts fails with a stack trace that hides the reason.
    private async Task HostStartedAsync(CancellationToken stoppingToken)
    {
        using var started = CancellationTokenSource.CreateLinkedTokenSource(host.ApplicationStarted, stoppingToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, started.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task MigrateAsync(CancellationToken stoppingToken)
    {
        await using var held = await LockAsync(stoppingToken);
        await using var db = await contexts.CreateDbContextAsync(stoppingToken);

        await db.Database.OpenConnectionAsync(stoppingToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", stoppingToken);
        await RemoveStaleLockAsync(db, stoppingToken);
        await db.Database.MigrateAsync(stoppingToken);
    }

    // The kernel gives this lock back when a process dies, however it dies; EF Core's own is a row that stays.
    private async Task<FileStream> LockAsync(CancellationToken stoppingToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
        while (true)
        {
            try
            {
                return new FileStream(file.Path + ".migrating", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file.Path + ".migrating"))
            {
                await Task.Delay(LockRetry, stoppingToken);
            }
        }
    }

    // Whoever holds the file lock is alone, so a row that is there belongs to a process that was killed.
    private static async Task RemoveStaleLockAsync(VideoChatDbContext db, CancellationToken stoppingToken)
    {
        var tables = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .SingleAsync(stoppingToken);
        if (tables > 0)
            await db.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock", stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The database {Path} cannot be prepared (ConnectionStrings:Default, Storage:Path): {Reason}")]
    private static partial void LogFailed(ILogger logger, string path, string reason);
}
