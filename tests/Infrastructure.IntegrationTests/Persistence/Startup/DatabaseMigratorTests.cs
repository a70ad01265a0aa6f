using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence.Startup;

public sealed class DatabaseMigratorTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task StartAsync_WhenTheDatabaseIsNew_MakesTheSchemaAndSaysSo()
    {
        await using var host = await TestHost.CreateAsync(Column);
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
        await using var host = await TestHost.CreateAsync(Column);

        var hasChanges = await host.ReadAsync(db => Task.FromResult(db.Database.HasPendingModelChanges()));

        Assert.That(hasChanges, Is.False);
    }

    [Test]
    public async Task StartAsync_WhenTheDatabaseIsUpToDate_LeavesItAsItIs()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        await host.SeedRoomAsync();

        await using var other = Column == Column.Postgres ? host.Another() : null;
        await (other ?? host).MigrateAsync();

        Assert.That(await host.ReadAsync(db => db.Rooms.CountAsync()), Is.EqualTo(1));
    }
}
