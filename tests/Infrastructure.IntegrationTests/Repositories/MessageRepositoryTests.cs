using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Log.Recent;

namespace VideoChat.Infrastructure.IntegrationTests.Repositories;

public sealed class MessageRepositoryTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task ListAfterAsync_WhenMessagesFollow_ListsThemOldestFirstUpToTheLimit()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var room = await SeedLogAsync(host, 6);

        var seqs = await SeqsAsync(host, r => r.ListAfterAsync(room.Id, 2, 3, CancellationToken.None));

        Assert.That(seqs, Is.EqualTo(new[] { 3, 4, 5 }));
    }

    [TestCase(long.MaxValue, new long[] { 6, 5, 4 })]
    [TestCase(6, new long[] { 5, 4, 3 })]
    [TestCase(2, new long[] { 1 })]
    [TestCase(1, new long[0])]
    public async Task ListBeforeAsync_WhenAsked_ListsThemNewestFirstUpToTheLimit(long before, long[] expected)
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var room = await SeedLogAsync(host, 6);

        var seqs = await SeqsAsync(host, r => r.ListBeforeAsync(room.Id, before, 3, CancellationToken.None));

        Assert.That(seqs, Is.EqualTo(expected));
    }

    [Test]
    public async Task ListNewestAsync_WhenTheNewestAreRequested_MissesNoWrite()
    {
        await using var host = await TestHost.StartAsync();
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await host.AppendAsync(Some.Message(room, user));
        var first = await NewestAsync(host, room);

        await host.AppendAsync(Some.Message(room, user));
        var second = await NewestAsync(host, room);
        // The row is inserted directly, as if another process had written it without notifying this one.
        await host.SeedAsync(Some.Message(room, user, seq: 3));
        await host.ReadAsync(db => db.Rooms.ExecuteUpdateAsync(rooms => rooms.SetProperty(r => r.LastSeq, 3)));
        var third = await NewestAsync(host, room);

        Assert.That(first, Is.EqualTo(new[] { 1 }));
        Assert.That(second, Is.EqualTo(new[] { 2, 1 }));
        Assert.That(third, Is.EqualTo(new[] { 3, 2, 1 }));
    }

    [Test]
    public async Task ListNewestAsync_WhenTheNewestAreOtherEvents_FindsOlderMessages()
    {
        await using var host = await TestHost.CreateMigratedAsync();
        var (room, user) = (await host.SeedRoomAsync(), Some.User());
        await host.SeedAsync(Some.Message(room, user, seq: 1), Some.Message(room, user, seq: 2));
        await host.SeedAsync([.. Enumerable.Range(3, RecentEvents.MaxEvents).Select(seq => Milestone(room, seq))]);
        await host.ReadAsync(db => db.Rooms.ExecuteUpdateAsync(
            rooms => rooms.SetProperty(r => r.LastSeq, 2 + RecentEvents.MaxEvents)));

        var seqs = await NewestAsync(host, room);

        Assert.That(seqs, Is.EqualTo(new[] { 2, 1 }));
    }

    [Test]
    public async Task ListNewestAsync_WhenTheLogLosesAndWritesEvents_HasThoseOfTheLog()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        for (var i = 0; i < 4; i++)
            await host.AppendAsync(Some.Message(room, user, $"lost {i + 1}"));
        var lost = await PositionAsync();
        Assert.That(await ContentsAsync(), Is.EqualTo(new[] { "lost 4", "lost 3", "lost 2", "lost 1" }));

        await host.GoBackAsync(room, 2);
        Assert.That(await ContentsAsync(), Is.EqualTo(new[] { "lost 2", "lost 1" }));
        // A request that read the position before the loss fills no cache.
        _ = await NewestAsync(host, room, lost);

        foreach (var expected in new[]
        {
            new[] { "new 3", "lost 2", "lost 1" },
            ["new 4", "new 3", "lost 2", "lost 1"],
            ["new 5", "new 4", "new 3", "lost 2", "lost 1"],
        })
        {
            await host.AppendAsync(Some.Message(room, user, expected[0]));
            Assert.That(await ContentsAsync(), Is.EqualTo(expected));
            Assert.That(await ContentsAsync(), Is.EqualTo(expected), "from the cache");
        }

        async Task<LogPosition> PositionAsync() =>
            (await host.UseAsync((IRoomEventRepository r) => r.FindPositionAsync(room.Id, CancellationToken.None)))!.Value;
        async Task<IEnumerable<string>> ContentsAsync()
        {
            var newest = await PositionAsync();
            var messages = await host.UseAsync((IMessageRepository r) => r.ListNewestAsync(room.Id, newest, 50, CancellationToken.None));
            return messages.Select(message => message.Content);
        }
    }

    [Test]
    public async Task FindSeqAsync_WhenTheRoomHasTheMessage_ReturnsItsSeq()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), Some.User());
        var message = Some.Message(room, user, seq: 4);
        await host.SeedAsync(message);

        var seq = await FindSeqAsync(host, room.Id, message.Id);

        Assert.That(seq, Is.EqualTo(4));
    }

    [Test]
    public async Task FindSeqAsync_WhenTheMessageIsOfAnotherRoomOrUnknown_IsNull()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, other) = (await host.SeedRoomAsync(), await host.SeedRoomAsync("other"));
        var message = Some.Message(room, Some.User(), seq: 4);
        await host.SeedAsync(message);

        Assert.That(await FindSeqAsync(host, other.Id, message.Id), Is.Null);
        Assert.That(await FindSeqAsync(host, room.Id, Guid.NewGuid()), Is.Null);
    }

    private static Task<List<long>> NewestAsync(TestHost host, Room room) =>
        NewestAsync(host, room, position: null);

    private static async Task<List<long>> NewestAsync(TestHost host, Room room, LogPosition? position)
    {
        position ??= await host.UseAsync((IRoomEventRepository r) => r.FindPositionAsync(room.Id, CancellationToken.None));
        return await SeqsAsync(host, r => r.ListNewestAsync(room.Id, position!.Value, 50, CancellationToken.None));
    }

    private static VideoEvent Milestone(Room room, long seq)
    {
        var milestone = Video.Create(Guid.NewGuid(), room, null, "clip", null, Some.Time).Announce(Some.Time);
        milestone.AssignSeq(seq);
        return milestone;
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

    private static async Task<List<long>> SeqsAsync(TestHost host, Func<IMessageRepository, Task<List<Message>>> query)
    {
        var messages = await host.UseAsync(query);
        return [.. messages.Select(found => found.Seq)];
    }

    private static Task<long?> FindSeqAsync(TestHost host, Guid roomId, Guid messageId) =>
        host.UseAsync((IMessageRepository r) => r.FindSeqAsync(roomId, messageId, CancellationToken.None));
}
