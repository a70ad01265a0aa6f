using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Rooms.JoinRoom;
using VideoChat.Application.Rooms.LeaveRoom;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Repositories;

namespace VideoChat.Infrastructure.IntegrationTests.Repositories;

public sealed class MembershipRepositoryTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task Add_WhenTheMembershipExists_KeepsTheFirst()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var room = await host.SeedRoomAsync();
        var (ada, bob) = (await host.SeedUserAsync("ada"), await host.SeedUserAsync("bob"));

        await JoinAsync(host, room, ada);
        await JoinAsync(host, room, bob);
        await JoinAsync(host, room, ada);

        Assert.That(await MembersAsync(host, room), Is.EqualTo(new[] { ada.Id, bob.Id }));
    }

    [Test]
    public async Task Add_WhenManyJoinConcurrently_EachIsAMemberOnce()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());

        await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => Task.Run(() => host.SendAsync(new JoinRoomCommand(room.Id, user.Id)))));

        Assert.That(await MembersAsync(host, room), Is.EqualTo(new[] { user.Id }));
    }

    [Test]
    public async Task Remove_WhenThereIsNone_IsNoError()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await JoinAsync(host, room, user);

        await host.SendAsync(new LeaveRoomCommand(room.Id, user.Id));
        await host.SendAsync(new LeaveRoomCommand(room.Id, user.Id));

        Assert.That(await MembersAsync(host, room), Is.Empty);
    }

    [Test]
    public async Task ExistsAsync_WhenTheUserJoinedAnotherRoom_IsFalse()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, other) = (await host.SeedRoomAsync(), await host.SeedRoomAsync("other"));
        var user = await host.SeedUserAsync();
        await JoinAsync(host, room, user);

        Assert.That(await ExistsAsync(host, room, user), Is.True);
        Assert.That(await ExistsAsync(host, other, user), Is.False);
    }

    [Test]
    public async Task ListOldestAsync_WhenSeveralRoomsAreRequested_ListsEachRoomsFirstMembersInTheOrderTheyJoined()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        Room[] rooms = [await host.SeedRoomAsync("one"), await host.SeedRoomAsync("two"), await host.SeedRoomAsync("three")];
        var (ada, bob, cat) = (await host.SeedUserAsync("ada"), await host.SeedUserAsync("bob"), await host.SeedUserAsync("cat"));
        await JoinAsync(host, rooms[0], cat);
        await JoinAsync(host, rooms[0], bob);
        await JoinAsync(host, rooms[0], ada);
        await JoinAsync(host, rooms[1], ada);
        await JoinAsync(host, rooms[2], bob);

        var members = await host.UseAsync(
            (IMembershipRepository r) => r.ListOldestAsync(rooms[0].Id, rooms[1].Id, 2, CancellationToken.None));

        Assert.That(members[rooms[0].Id], Is.EqualTo(new[] { cat.Id, bob.Id }));
        Assert.That(members[rooms[1].Id], Is.EqualTo(new[] { ada.Id }));
        Assert.That(members[rooms[2].Id], Is.Empty);
    }

    /// <summary>The query reads an index in its order, up to the limit, for any number of members.</summary>
    [Test]
    public async Task ListOldestAsync_ReadsNothingButTheIndex()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var room = $"'{Guid.NewGuid().ToString().ToUpperInvariant()}'";
        var sql = (Column == Column.Sqlite ? MembershipRepository.OldestOnSqlite : MembershipRepository.OldestOnPostgres)
            .Replace("$1", room, StringComparison.Ordinal).Replace("$2", room, StringComparison.Ordinal).Replace("$3", "10", StringComparison.Ordinal);

        var plan = await ExplainAsync(host, sql);

        Assert.That(plan, Does.Contain("IX_memberships_room_id_joined_at_user_id"));
        Assert.That(plan, Does.Not.Match("SCAN m|Seq Scan on memberships"), plan);
    }

    private async Task<string> ExplainAsync(TestHost host, string sql) => await host.ReadAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        // Table scans are off, because the planner would scan an empty table.
        command.CommandText = Column == Column.Sqlite ? $"EXPLAIN QUERY PLAN {sql}" : $"SET enable_seqscan = off; EXPLAIN {sql}";
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(reader.FieldCount - 1));
        return string.Join('\n', lines);
    });

    // Joins one second after the previous member.
    private static async Task JoinAsync(TestHost host, Room room, User user)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.SendAsync(new JoinRoomCommand(room.Id, user.Id));
    }

    private static Task<bool> ExistsAsync(TestHost host, Room room, User user) =>
        host.UseAsync((IMembershipRepository r) => r.ExistsAsync(room.Id, user.Id, CancellationToken.None));

    private static async Task<IEnumerable<Guid>> MembersAsync(TestHost host, Room room)
    {
        var members = await host.UseAsync((IMembershipRepository r) => r.ListOldestAsync(room.Id, 100, CancellationToken.None));
        return members;
    }
}
