using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence.Sqlite;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence.Sqlite;

/// <remarks>These tests do not run in parallel, because the process has only one exit code.</remarks>
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
            // The test creates the lock of EF Core, because a killed process does not release it.
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

    [TestCase("Storage:Path", "{0}")]
    [TestCase("ConnectionStrings:Default", "Data Source={0}/videochat.db")]
    public async Task StartAsync_WhenTheDatabaseIsInTheCurrentFolder_EndsTheProcessAndMakesNoEmptyOne(string key, string value)
    {
        var folder = $"earlier-{Guid.NewGuid():N}";
        Directory.CreateDirectory(folder);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "videochat.db"), "that of an earlier version");
            await using var host = TestHost.Create(settings: new Dictionary<string, string?> { [key] = string.Format(CultureInfo.InvariantCulture, value, folder) });

            await host.MigrateAsync();

            Assert.That(Environment.ExitCode, Is.EqualTo(1));
            Assert.That(
                host.Logs.Lines.Where(line => line.Level == LogLevel.Critical).Select(line => line.Text),
                Has.One.Contains(Path.GetFullPath(Path.Combine(folder, "videochat.db"))));
            Assert.That(File.Exists(Path.Combine(Path.GetDirectoryName(host.DatabasePath)!, folder, "videochat.db")), Is.False);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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

    [Test]
    public async Task StartAsync_WhenAnotherProcessHasTheDatabase_WaitsThenEndsAndNamesFolderAndProcess()
    {
        await using var host = await TestHost.CreateMigratedAsync();
        await using var other = host.Another();

        var starting = other.MigrateAsync();
        await Task.Delay(300);
        Assert.That(starting.IsCompleted, Is.False);
        while (!starting.IsCompleted)
        {
            other.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }
        await starting;

        Assert.That(other.Get<Lifecycle>().IsMigrated, Is.False);
        Assert.That(Environment.ExitCode, Is.EqualTo(1));
        Assert.That(
            other.Logs.Lines.Where(line => line.Level == LogLevel.Critical).Select(line => line.Text),
            Has.One.Contains(Path.GetDirectoryName(host.DatabasePath)).And.One.Contains($"process {Environment.ProcessId}."));
    }

    [Test]
    public async Task StartAsync_WhenTheOtherProcessEndsInTime_TakesOver()
    {
        await using var host = await TestHost.CreateMigratedAsync();
        await using var other = host.Another();

        var starting = other.MigrateAsync();
        await Task.Delay(300);
        host.Get<SqliteDatabase>().Dispose();
        while (!starting.IsCompleted)
        {
            other.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(10);
        }
        await starting;

        Assert.That(other.Get<Lifecycle>().IsMigrated, Is.True);
    }

    [Test]
    public async Task StartAsync_WhenTheWalHasLostItsDatabase_EndsTheProcessAndKeepsTheWal()
    {
        await using var host = TestHost.Create();
        var wal = host.DatabasePath + "-wal";
        await File.WriteAllTextAsync(wal, "the last messages");

        await host.MigrateAsync();

        Assert.That(Environment.ExitCode, Is.EqualTo(1));
        Assert.That(await File.ReadAllTextAsync(wal), Is.EqualTo("the last messages"));
        Assert.That(File.Exists(host.DatabasePath), Is.False);
        Assert.That(
            host.Logs.Lines.Where(line => line.Level == LogLevel.Critical).Select(line => line.Text),
            Has.One.Contains(wal).And.One.Contains(host.DatabasePath + " is missing"));
    }

    [Test]
    public async Task StartAsync_WhenThereAreVideosWithoutADatabase_Warns()
    {
        await using var host = TestHost.Create();
        var originals = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(host.DatabasePath)!, "originals"));
        await File.WriteAllTextAsync(Path.Combine(originals.FullName, "film.mp4"), "a film");

        await host.MigrateAsync();

        Assert.That(host.Get<Lifecycle>().IsMigrated, Is.True);
        Assert.That(host.Logs.Lines.Select(line => line.Text), Has.One.Contains("there are videos"));
    }

    [Test]
    public async Task StartAsync_WhenAKilledProcessLeftPartsAndTranscodes_RemovesThemBeforeTheDatabaseIsOpened()
    {
        await using var host = TestHost.Create();
        var storage = Path.GetDirectoryName(host.DatabasePath)!;
        var part = Path.Combine(Directory.CreateDirectory(Path.Combine(storage, "uploads")).FullName, $"{Guid.NewGuid()}-1.part");
        var transcode = Directory.CreateDirectory(Path.Combine(storage, "transcodes", $"{Guid.NewGuid()}-1")).FullName;
        await File.WriteAllTextAsync(part, "half");
        await File.WriteAllTextAsync(Path.Combine(transcode, "0.ts"), "half");
        // The file is invalid, so that the start fails after it has removed the abandoned files.
        await File.WriteAllTextAsync(host.DatabasePath, "This is a letter and no database, though it is long enough.");

        await host.MigrateAsync();

        Assert.That(host.Get<Lifecycle>().IsMigrated, Is.False);
        Assert.That((File.Exists(part), Directory.Exists(transcode)), Is.EqualTo((false, false)));
    }
}
