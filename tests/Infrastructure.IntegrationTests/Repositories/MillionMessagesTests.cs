using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Repositories;

/// <summary>Reads from a room with a million messages take about as long as from a room with a thousand.</summary>
[NonParallelizable, Category(Tier.Long)]
public sealed class MillionMessagesTests(Column column) : OnEachDatabase(column)
{
    private const int Few = 1_000, Many = 1_000_000, PageSize = 50, Reads = 31;
    private const double MaxRatio = 5;

    private const string CopyOnSqlite =
        """
        WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {1} - 1)
        INSERT INTO room_events (room_id, seq, id, timestamp, kind, user_id, username, content)
        SELECT room_id, 1 + n, hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(6)),
            timestamp, kind, user_id, username, content
        FROM numbers CROSS JOIN room_events WHERE room_id = {0} AND seq = 1
        """;

    private const string CopyOnPostgres =
        """
        INSERT INTO room_events (room_id, seq, id, timestamp, kind, user_id, username, content)
        SELECT room_id, 1 + n, gen_random_uuid(), timestamp, kind, user_id, username, content
        FROM generate_series(1, {1} - 1) AS numbers(n) CROSS JOIN room_events WHERE room_id = {0} AND seq = 1
        """;

    private TestHost _host = null!;
    private Room _small = null!, _large = null!;

    [OneTimeSetUp]
    public async Task FillAsync()
    {
        _host = await TestHost.CreateMigratedAsync(column: Column);
        (_small, _large) = (await SeedAsync("small", Few), await SeedAsync("large", Many));
        await _host.ReadAsync(db => db.Database.ExecuteSqlRawAsync("ANALYZE"));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }

    [TestCase(1.0)]
    [TestCase(0.5)]
    [TestCase(0.1)]
    public Task ListBeforeAsync_InAMillion_CostsNoMore(double position) => AssertCostsNoMoreAsync(
        (messages, room, count) => messages.ListBeforeAsync(room.Id, (long)(count * position), PageSize, CancellationToken.None));

    [TestCase(0.0)]
    [TestCase(0.5)]
    [TestCase(0.9)]
    public Task ListAfterAsync_InAMillion_CostsNoMore(double position) => AssertCostsNoMoreAsync(
        (messages, room, count) => messages.ListAfterAsync(room.Id, (long)(count * position), PageSize, CancellationToken.None));

    private async Task<Room> SeedAsync(string name, int count)
    {
        var room = await _host.SeedRoomAsync(name);
        await _host.SeedAsync(Some.Message(room, Some.User(), seq: 1));
        await _host.ReadAsync(db =>
        {
            db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
            return db.Database.ExecuteSqlRawAsync(Column == Column.Sqlite ? CopyOnSqlite : CopyOnPostgres, room.Id, count);
        });
        await _host.ReadAsync(db => db.Rooms.Where(r => r.Id == room.Id).ExecuteUpdateAsync(rooms => rooms.SetProperty(r => r.LastSeq, count)));
        return room;
    }

    private async Task AssertCostsNoMoreAsync(Func<IMessageRepository, Room, int, Task<List<Message>>> read)
    {
        List<double> few = [], many = [];
        for (var i = 0; i < Reads; i++)
        {
            few.Add(await MeasureAsync(_small, Few));
            many.Add(await MeasureAsync(_large, Many));
        }

        Assert.That(MedianOf(many) / MedianOf(few), Is.LessThan(MaxRatio));

        async Task<double> MeasureAsync(Room room, int count)
        {
            var began = Stopwatch.GetTimestamp();
            var page = await _host.UseAsync((IMessageRepository messages) => read(messages, room, count));
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            Assert.That(page, Has.Count.EqualTo(PageSize));
            return took;
        }
    }

    private static double MedianOf(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
