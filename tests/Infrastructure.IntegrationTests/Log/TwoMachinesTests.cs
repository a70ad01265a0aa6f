using Microsoft.EntityFrameworkCore;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Log;

public sealed class TwoMachinesTests
{
    [OneTimeSetUp]
    public void SkipWithoutPostgres() => PostgresDatabase.IgnoreWithoutServer();

    [Test]
    public async Task AppendAsync_WhenOneClockIsAnHourAhead_HasOneOrderAndNoGap()
    {
        await using var host = await TestHost.StartAsync(column: Column.Postgres);
        var ahead = Some.Clock();
        ahead.Advance(TimeSpan.FromHours(1));
        await using var other = host.Another(ahead);
        await other.StartLogAsync();
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());

        for (var i = 0; i < 10; i++)
        {
            await host.AppendAsync(Some.Message(room, user, $"here {i}"));
            await other.AppendAsync(Domain.Messages.Message.Post(room, user, $"ahead {i}", null, ahead.GetUtcNow().UtcDateTime));
        }

        var log = await host.ReadAsync(db => db.Messages.OrderBy(m => m.Seq).Select(m => new { m.Seq, m.Content }).ToListAsync());
        Assert.That(log.Select(m => m.Seq), Is.EqualTo(Enumerable.Range(1, 20)));
        Assert.That(log.Select(m => m.Content), Is.EqualTo(Enumerable.Range(0, 10).SelectMany(i => new[] { $"here {i}", $"ahead {i}" })));
    }

    [Test]
    public async Task AppendAsync_WhenBothLockManyRooms_NeitherFails()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        await using var other = host.Another();
        var user = await host.SeedUserAsync();
        var rooms = new List<Domain.Rooms.Room>();
        for (var i = 0; i < 20; i++)
            rooms.Add(await host.SeedRoomAsync($"room {i}"));

        // The first batch of each machine contains all rooms, in a different order, to provoke deadlocks.
        var here = await Task.WhenAll(rooms.Select(room => host.EnqueueAsync(Some.Message(room, user))));
        var there = await Task.WhenAll(rooms.AsEnumerable().Reverse().Select(room => other.EnqueueAsync(Some.Message(room, user))));
        await Task.WhenAll(host.StartLogAsync(), other.StartLogAsync());
        var stored = await Task.WhenAll([.. here, .. there]);

        Assert.That(stored.GroupBy(message => message.RoomId).Select(room => room.Select(m => m.Seq).Order()), Is.All.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task AppendAsync_WhenAMachineHangsInATransaction_TheOthersWaitOnlyBriefly()
    {
        await using var host = await TestHost.StartAsync(column: Column.Postgres);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await host.AppendAsync(Some.Message(room, user));
        await using var frozen = await host.Postgres.OpenAsync();
        await using var command = frozen.CreateCommand();
        // The transaction begins as a writer begins it, and then hangs.
        command.CommandText =
            $"SET idle_in_transaction_session_timeout = '3s'; BEGIN; SELECT FROM rooms WHERE id = '{room.Id}' FOR NO KEY UPDATE";
        await command.ExecuteNonQueryAsync();

        var stored = await host.AppendAsync(Some.Message(room, user));

        Assert.That(stored.Seq, Is.EqualTo(2));
    }
}
