using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Application.Snapshots;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence.Postgres;

/// <summary>After a restart of the server the pool contains only broken connections. Callers must not notice.</summary>
public sealed class PostgresBrokenConnectionsTests
{
    private const int Many = 20;

    [OneTimeSetUp]
    public void SkipWithoutPostgres() => PostgresDatabase.IgnoreWithoutServer();

    [Test]
    public async Task Query_WhenAllConnectionsOfThePoolAreBroken_Succeeds()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        var room = await host.SeedRoomAsync();
        await FillPoolAsync(host);

        await (await host.Postgres.ShutAsync()).DisposeAsync();

        Assert.That(await host.ReadAsync(db => db.Rooms.CountAsync(r => r.Id == room.Id)), Is.EqualTo(1));
    }

    [Test]
    public async Task PreparedQuery_WhenAllConnectionsOfThePoolAreBroken_Succeeds()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await host.SeedAsync(new Membership(room.Id, user.Id, Some.Time));
        Assert.That(await IsMemberAsync(), Is.True);
        await FillPoolAsync(host);

        await (await host.Postgres.ShutAsync()).DisposeAsync();

        Assert.That(await IsMemberAsync(), Is.True);

        Task<bool> IsMemberAsync() =>
            host.UseAsync<IMembershipRepository, bool>(members => members.ExistsAsync(room.Id, user.Id, CancellationToken.None));
    }

    [Test]
    public async Task Snapshot_WhenAllConnectionsOfThePoolAreBroken_Succeeds()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        var room = await host.SeedRoomAsync();
        await ReadPositionAsync(host, room);
        await FillPoolAsync(host);

        await (await host.Postgres.ShutAsync()).DisposeAsync();

        Assert.That(await ReadPositionAsync(host, room), Is.EqualTo(room.Position.ToString()));
    }

    [Test]
    public async Task Snapshot_WhenTheDatabaseIsAway_IsUnavailable()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        var room = await host.SeedRoomAsync();

        await using (await host.Postgres.ShutAsync())
            Assert.That(() => ReadPositionAsync(host, room), Throws.InstanceOf<UnavailableException>());

        Assert.That(await ReadPositionAsync(host, room), Is.EqualTo(room.Position.ToString()));
    }

    [Test]
    public async Task Append_WhenAllConnectionsOfThePoolAreBroken_IsWritten()
    {
        await using var host = await TestHost.StartAsync(column: Column.Postgres);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await host.AppendAsync(Some.Message(room, user, "before"));
        await FillPoolAsync(host);

        await (await host.Postgres.ShutAsync()).DisposeAsync();

        Assert.That((await host.AppendAsync(Some.Message(room, user, "after"))).Content, Is.EqualTo("after"));
    }

    [Test]
    public async Task Query_WhenTheDriverHasDetectedBrokenConnections_Succeeds()
    {
        await using var host = await TestHost.StartAsync(column: Column.Postgres);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await host.SeedAsync(new Membership(room.Id, user.Id, Some.Time));
        await host.AppendAsync(Some.Message(room, user, "before"));
        Assert.That(await IsMemberAsync(), Is.True);

        await (await host.Postgres.ShutAsync()).DisposeAsync();
        // The wait is longer than the interval at which the driver checks its connections.
        await Task.Delay(TimeSpan.FromSeconds(3));

        Assert.That(await IsMemberAsync(), Is.True);
        Assert.That((await host.AppendAsync(Some.Message(room, user, "after"))).Content, Is.EqualTo("after"));

        Task<bool> IsMemberAsync() =>
            host.UseAsync<IMembershipRepository, bool>(members => members.ExistsAsync(room.Id, user.Id, CancellationToken.None));
    }

    [Test]
    public async Task Append_WhenTheWritersConnectionWasReplaced_StillBlocksOnlyBriefly()
    {
        await using var host = await TestHost.StartAsync(column: Column.Postgres);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var before = await ReadLimitsAsync();

        await (await host.Postgres.ShutAsync()).DisposeAsync();

        await host.AppendAsync(Some.Message(room, user, "after"));
        Assert.That(before, Is.EqualTo("6s 3s"));
        Assert.That(await ReadLimitsAsync(), Is.EqualTo(before));

        Task<string> ReadLimitsAsync() => host.UseAsync<UnitOfWork, string>(async unitOfWork =>
        {
            var limits = "";
            unitOfWork.Enlist(log => limits = log.Db.Database
                .SqlQuery<string>($"SELECT current_setting('lock_timeout') || ' ' || current_setting('idle_in_transaction_session_timeout') AS \"Value\"")
                .Single());
            return await unitOfWork.SaveChangesAsync(() => limits, CancellationToken.None);
        });
    }

    private static Task<string?> ReadPositionAsync(TestHost host, Room room) => host.UseAsync<IRoomSnapshots, string?>(
        snapshots => snapshots.ReadAsync(room.Id, snapshot => Task.FromResult(snapshot.Position.ToString()), CancellationToken.None));

    private static async Task FillPoolAsync(TestHost host)
    {
        var barrier = new TaskCompletionSource();
        var busy = 0;
        await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => host.ReadAsync(async db =>
        {
            await db.Database.OpenConnectionAsync();
            if (Interlocked.Increment(ref busy) == Many)
                barrier.SetResult();
            await barrier.Task.WaitAsync(Wait.Timeout);
            return true;
        })));
    }

    [Test]
    public async Task Probe_WhenTheDatabaseIsReadOnly_SaysSoAndStillCounts()
    {
        await using var host = await TestHost.StartAsync(column: Column.Postgres);
        await using (var connection = await host.Postgres.OpenAsync())
        {
            await using var command = connection.CreateCommand();
            command.CommandText =
                """
                DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$;
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
                """;
            await command.ExecuteNonQueryAsync();
        }

        var status = await host.Get<IDatabaseProbe>().ProbeAsync(CancellationToken.None);

        Assert.That(status, Is.EqualTo(new DatabaseStatus(new Statistics(0, 0, 0), TakesWrites: false, "The database is read-only.")));
    }
}
