using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence;

/// <remarks>The exit code belongs to the process, so these tests run one after the other.</remarks>
public sealed class DatabaseMigratorTests
{
    [TearDown]
    public void ForgetTheExitCode() => Environment.ExitCode = 0;

    [Test]
    public async Task StartAsync_WhenTheDatabaseIsNew_MakesTheSchemaAndSaysSo()
    {
        await using var host = TestHost.Create();
        var wasMigrated = host.Get<Lifecycle>().IsMigrated;

        await host.MigrateAsync();

        Assert.That(wasMigrated, Is.False);
        Assert.That(host.Get<Lifecycle>().IsMigrated, Is.True);
        Assert.That(await host.ReadAsync(db => db.Database.GetPendingMigrationsAsync()), Is.Empty);
        Assert.That(await host.ReadAsync(db => db.Rooms.CountAsync()), Is.Zero);
    }

    [Test]
    public async Task StartAsync_WhenTheModelHasChanged_AMigrationSaysSo()
    {
        await using var host = TestHost.Create();

        var hasChanges = await host.ReadAsync(db => Task.FromResult(db.Database.HasPendingModelChanges()));

        Assert.That(hasChanges, Is.False);
    }

    [Test]
    public async Task StartAsync_WhenTheDatabaseIsUpToDate_LeavesItAsItIs()
    {
        await using var host = await TestHost.CreateMigratedAsync();
        await host.SeedRoomAsync();

        await AnotherProcess(host, async other => await other.MigrateAsync());

        Assert.That(await host.ReadAsync(db => db.Rooms.CountAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task StartAsync_WhenTwoProcessesStartAtOnce_BothEndWell()
    {
        await using var host = TestHost.Create();

        await AnotherProcess(host, async other =>
        {
            await Task.WhenAll(Task.Run(host.MigrateAsync), Task.Run(other.MigrateAsync));

            Assert.That(other.Get<Lifecycle>().IsMigrated, Is.True);
        });

        Assert.That(host.Get<Lifecycle>().IsMigrated, Is.True);
        Assert.That(host.Stopping.IsCancellationRequested, Is.False);
    }

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

    /// <summary>A second process on the same file, as far as the file can tell.</summary>
    private static async Task AnotherProcess(TestHost host, Func<TestHost, Task> run)
    {
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:Default"] = $"Data Source={host.DatabasePath}" };
        await using var other = TestHost.Create(settings: settings);
        await run(other);
    }
}
