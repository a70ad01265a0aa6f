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

        var seqs = await SeqsAsync(host, r => r.ListAfterAsync(room.Id, 2, 3, CancellationToken.None));

        Assert.That(seqs, Is.EqualTo(new[] { 3, 4, 5 }));
    }

    [Test]
    public async Task ListAfterAsync_WhenNothingFollows_IsEmpty()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var room = await SeedLogAsync(host, 6);

        var seqs = await SeqsAsync(host, r => r.ListAfterAsync(room.Id, 6, 3, CancellationToken.None));

        Assert.That(seqs, Is.Empty);
    }

    [Test]
    public async Task ListAfterAsync_WhenMessagesAreLong_ReadsNoMoreThanAPageMayHold()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), Some.User());
        var third = new string('x', (IRoomEventRepository.MaxPageContent / 3) + 1);
        await host.SeedAsync([.. Enumerable.Range(1, 6).Select(seq => Some.Message(room, user, seq, third))]);

        var seqs = await SeqsAsync(host, r => r.ListAfterAsync(room.Id, 1, 5, CancellationToken.None));

        Assert.That(seqs, Is.EqualTo(new[] { 2, 3, 4 }));
    }

    [Test]
    public async Task GetLastSeqAsync_WhenTheLogHasGrown_ReturnsTheNewestOrZero()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, other) = (await host.SeedRoomAsync(), await host.SeedRoomAsync("other"));
        await host.AppendAsync(Some.Message(room, Some.User()));
        await host.AppendAsync(Some.Message(room, Some.User()));

        Assert.That(await LastSeqAsync(host, room.Id), Is.EqualTo(2));
        Assert.That(await LastSeqAsync(host, other.Id), Is.Zero);
        Assert.That(await LastSeqAsync(host, Guid.NewGuid()), Is.Zero);
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

    private static Task<long> LastSeqAsync(TestHost host, Guid roomId) =>
        host.UseAsync((IRoomEventRepository r) => r.GetLastSeqAsync(roomId, CancellationToken.None));
}
