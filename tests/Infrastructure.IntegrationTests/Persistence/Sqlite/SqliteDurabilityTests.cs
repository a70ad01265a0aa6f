using Microsoft.EntityFrameworkCore;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence.Sqlite;

public sealed class SqliteDurabilityTests
{
    private const int Full = 2;

    [Test]
    public async Task ConnectionOpened_WhenConnectionsComeFromThePool_EveryOneIsFullySynchronous()
    {
        await using var host = await TestHost.CreateMigratedAsync();

        var first = await host.ReadAsync(db => UseAsync<int>(db, "PRAGMA synchronous"));
        await host.ReadAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA synchronous = OFF"));
        var second = await host.ReadAsync(db => UseAsync<int>(db, "PRAGMA synchronous"));

        Assert.That((first, second), Is.EqualTo((Full, Full)));
    }

    [Test]
    public async Task MigrateAsync_WhenTheDatabaseIsNew_WritesAheadToALog()
    {
        await using var host = await TestHost.CreateMigratedAsync();

        var mode = await host.ReadAsync(db => UseAsync<string>(db, "PRAGMA journal_mode"));

        Assert.That(mode, Is.EqualTo("wal"));
    }

    [Test]
    public async Task Checkpoint_WhenTheWalHasGrown_MakesItSmaller()
    {
        await using var host = await TestHost.CreateMigratedAsync();
        var wal = new FileInfo(host.DatabasePath + "-wal");

        await host.ReadAsync(db => db.Database.ExecuteSqlRawAsync("CREATE TABLE big AS SELECT randomblob(30000000) AS content"));
        wal.Refresh();
        Assert.That(wal.Length, Is.GreaterThan(30_000_000));
        await host.ReadAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(RESTART)"));
        await host.SeedRoomAsync();

        wal.Refresh();
        Assert.That(wal.Length, Is.LessThanOrEqualTo(16 * 1_024 * 1_024));
    }

    private static async Task<TAnswer> UseAsync<TAnswer>(VideoChatDbContext db, string pragma)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = pragma;
        var value = await command.ExecuteScalarAsync();
        return (TAnswer)Convert.ChangeType(value, typeof(TAnswer), null)!;
    }
}
