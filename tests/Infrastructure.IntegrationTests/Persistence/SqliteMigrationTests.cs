using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence;

/// <remarks>The exit code belongs to the process, so these tests run one after the other.</remarks>
public sealed class SqliteMigrationTests
{
    [TearDown]
    public void ForgetTheExitCode() => Environment.ExitCode = 0;

    [Test]
    public async Task StartAsync_WhenAKilledProcessLeftItsLock_IsNotBlocked()
    {
        await using var host = TestHost.Create();
        await using (var connection = new SqliteConnection($"Data Source={host.DatabasePath}"))
        {
            // As EF Core does it, and does not undo when it is killed.
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText =
                """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-01-02 03:04:05');
                """;
            await command.ExecuteNonQueryAsync();
        }

        await host.MigrateAsync();

        Assert.That(host.Get<Lifecycle>().IsMigrated, Is.True);
    }

    [Test]
    public async Task StartAsync_WhenThePathIsUnusable_EndsTheProcessAndNamesTheKey()
    {
        var settings = new Dictionary<string, string?> { ["Storage:Path"] = "/dev/null/data" };
        await using var host = TestHost.Create(settings: settings);

        await host.MigrateAsync();

        Assert.That(host.Stopping.IsCancellationRequested, Is.True);
        Assert.That(Environment.ExitCode, Is.EqualTo(1));
        Assert.That(host.Get<Lifecycle>().IsMigrated, Is.False);
        Assert.That(
            host.Logs.Lines.Where(line => line.Level == LogLevel.Critical).Select(line => line.Text),
            Has.One.Contains("Storage:Path"));
    }

    [Test]
    public async Task StartAsync_WhenTheFileIsNoDatabase_EndsTheProcessAndLeavesTheFile()
    {
        await using var host = TestHost.Create();
        await File.WriteAllTextAsync(host.DatabasePath, "This is a letter and no database, though it is long enough.");

        await host.MigrateAsync();

        Assert.That(host.Stopping.IsCancellationRequested, Is.True);
        Assert.That(Environment.ExitCode, Is.EqualTo(1));
        Assert.That(await File.ReadAllTextAsync(host.DatabasePath), Does.StartWith("This is a letter"));
    }
}
