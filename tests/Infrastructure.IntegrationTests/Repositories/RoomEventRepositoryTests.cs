using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Repositories;

public sealed class RoomEventRepositoryTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task ListAfterAsync_WhenEventsFollow_ListsThemOldestFirstUpToTheLimit()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var room = await SeedLogAsync(host, 6);

        var seqs = await SeqsAsync(host, r => r.ListAfterAsync(room.Id, 2, 3, newest: null, CancellationToken.None));

        Assert.That(seqs, Is.EqualTo(new[] { 3, 4, 5 }));
    }

    [Test]
    public async Task ListAfterAsync_WhenNothingFollows_IsEmpty()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var room = await SeedLogAsync(host, 6);

        var seqs = await SeqsAsync(host, r => r.ListAfterAsync(room.Id, 6, 3, newest: null, CancellationToken.None));

        Assert.That(seqs, Is.Empty);
    }

    [Test]
    public async Task ListAfterAsync_WhenMessagesAreLong_ReadsNoMoreThanAPageMayHold()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), Some.User());
        var third = new string('x', (IRoomEventRepository.MaxPageContent / 3) + 1);
        await host.SeedAsync([.. Enumerable.Range(1, 6).Select(seq => Some.Message(room, user, seq, third))]);

        var seqs = await SeqsAsync(host, r => r.ListAfterAsync(room.Id, 1, 5, newest: null, CancellationToken.None));

        Assert.That(seqs, Is.EqualTo(new[] { 2, 3, 4 }));
    }

    [Test]
    public async Task FindPositionAsync_WhenTheLogHasGrown_ReturnsTheNewestTheStartOrNull()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, other) = (await host.SeedRoomAsync(), await host.SeedRoomAsync("other"));
        await host.AppendAsync(Some.Message(room, Some.User()));
        var newest = await host.AppendAsync(Some.Message(room, Some.User()));

        Assert.That(await PositionAsync(host, room.Id), Is.EqualTo(new LogPosition(2, newest.Id)));
        Assert.That(await PositionAsync(host, other.Id), Is.EqualTo(LogPosition.Start));
        Assert.That(await PositionAsync(host, Guid.NewGuid()), Is.Null);
    }

    [Test]
    public async Task ListPositionsAsync_WhenARoomDoesNotExist_LeavesItOut()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, other) = (await host.SeedRoomAsync(), await host.SeedRoomAsync("other"));
        var newest = await host.AppendAsync(Some.Message(room, Some.User()));

        var positions = await host.UseAsync(
            (IRoomEventRepository r) => r.ListPositionsAsync([room.Id, other.Id, Guid.NewGuid()], CancellationToken.None));

        Assert.That(positions, Is.EquivalentTo(new Dictionary<Guid, LogPosition>
        {
            [room.Id] = new(1, newest.Id),
            [other.Id] = LogPosition.Start,
        }));
    }

    [Test]
    public async Task LookUpAsync_FindsTheEventWithTheSeqAndTheNewest()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var room = await host.SeedRoomAsync();
        var first = await host.AppendAsync(Some.Message(room, Some.User()));
        var second = await host.AppendAsync(Some.Message(room, Some.User()));
        var newest = new LogPosition(2, second.Id);

        Assert.That(await LookUpAsync(room.Id, 1), Is.EqualTo(new LogLookup(newest, new LogPosition(1, first.Id))));
        Assert.That(await LookUpAsync(room.Id, 0), Is.EqualTo(new LogLookup(newest, LogPosition.Start)));
        Assert.That(await LookUpAsync(room.Id, 3), Is.EqualTo(new LogLookup(newest, null)));
        Assert.That(await LookUpAsync(Guid.NewGuid(), 1), Is.EqualTo(new LogLookup(null, null)));

        Task<LogLookup> LookUpAsync(Guid roomId, long seq) =>
            host.UseAsync((IRoomEventRepository r) => r.LookUpAsync(roomId, seq, CancellationToken.None));
    }

    [Test]
    public async Task ListAfterAsync_WhenTheLogHasAnotherEventAtThePosition_IsNull()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var room = await SeedLogAsync(host, 6);

        Assert.That((await ListAsync(Some.Position(room.Id, 4)))!.Select(found => found.Seq), Is.EqualTo(new[] { 5, 6 }));
        Assert.That(await ListAsync(Some.Position(room.Id, 6)), Is.Empty);
        Assert.That(await ListAsync(LogPosition.Start), Has.Count.EqualTo(6));
        Assert.That(await ListAsync(Some.Position(room.Id, 4, branch: 1)), Is.Null);
        Assert.That(await ListAsync(Some.Position(room.Id, 7)), Is.Null);

        Task<List<RoomEvent>?> ListAsync(LogPosition after) =>
            host.UseAsync((IRoomEventRepository r) => r.ListAfterAsync(room.Id, after, 10, newest: null, CancellationToken.None));
    }

    /// <summary>Adds a room with a log, and another room with a longer one.</summary>
    private static async Task<Room> SeedLogAsync(TestHost host, int count)
    {
        var user = Some.User();
        var (room, other) = (await host.SeedRoomAsync(), await host.SeedRoomAsync("other"));
        await host.SeedAsync([.. Enumerable.Range(1, count).Select(seq => Some.Message(room, user, seq))]);
        await host.SeedAsync([.. Enumerable.Range(1, count + 2).Select(seq => Some.Message(other, user, seq))]);
        return room;
    }

    private static async Task<List<long>> SeqsAsync(TestHost host, Func<IRoomEventRepository, Task<List<RoomEvent>>> query)
    {
        var events = await host.UseAsync(query);
        return [.. events.Select(found => found.Seq)];
    }

    private static Task<LogPosition?> PositionAsync(TestHost host, Guid roomId) =>
        host.UseAsync((IRoomEventRepository r) => r.FindPositionAsync(roomId, CancellationToken.None));
}
