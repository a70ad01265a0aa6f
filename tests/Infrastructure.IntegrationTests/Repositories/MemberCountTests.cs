using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Rooms;
using VideoChat.Application.Rooms.JoinRoom;
using VideoChat.Application.Rooms.LeaveRoom;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Repositories;

public sealed class MemberCountTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task MemberCount_WhenUsersJoinAndLeave_CountsOnlyWhatChanges()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, other) = (await host.SeedRoomAsync(), await host.SeedRoomAsync("other"));
        var (ada, bob) = (await host.SeedUserAsync("ada"), await host.SeedUserAsync("bob"));
        var counts = new List<int>();

        foreach (var change in new Func<Task>[]
        {
            () => JoinAsync(host, room, ada), () => JoinAsync(host, room, ada), () => JoinAsync(host, room, bob),
            () => LeaveAsync(host, room, ada), () => LeaveAsync(host, room, ada), () => LeaveAsync(host, other, bob),
        })
        {
            await change();
            counts.Add(await CountAsync(host, room));
        }

        Assert.That(counts, Is.EqualTo(new[] { 1, 1, 2, 1, 1, 1 }));
        Assert.That(await CountAsync(host, other), Is.Zero);
    }

    [Test]
    public async Task MemberCount_WhenManyJoinOnTwoMachines_IsExact()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        await using var another = host.Another();
        await another.StartLogAsync();
        Room[] rooms = [await host.SeedRoomAsync("one"), await host.SeedRoomAsync("two")];
        User[] users = [.. Enumerable.Range(0, 20).Select(number => Some.User($"user{number}"))];
        await host.SeedAsync([.. users]);

        await Task.WhenAll(
            from user in users
            from room in rooms
            from machine in new[] { host, another }
            select Task.Run(() => JoinAsync(machine, room, user)));

        Assert.That(await CountAsync(host, rooms[0]), Is.EqualTo(users.Length));
        Assert.That(await CountAsync(host, rooms[1]), Is.EqualTo(users.Length));
    }

    [Test]
    public async Task Remove_InTheTransactionOfTheJoin_ComesAfterIt()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());

        // Both changes are in one batch, because nothing is written until the log runs.
        var joined = JoinAsync(host, room, user);
        var left = LeaveAsync(host, room, user);
        await host.StartLogAsync();
        await Task.WhenAll(joined, left);

        Assert.That(await host.ReadAsync(db => db.Memberships.CountAsync()), Is.Zero);
        Assert.That(await CountAsync(host, room), Is.Zero);
    }

    private static Task<MessageResult> JoinAsync(TestHost host, Room room, User user) => host.SendAsync(new JoinRoomCommand(room.Id, user.Id));

    private static Task<MessageResult> LeaveAsync(TestHost host, Room room, User user) => host.SendAsync(new LeaveRoomCommand(room.Id, user.Id));

    private static Task<int> CountAsync(TestHost host, Room room) =>
        host.ReadAsync(db => db.Rooms.Where(r => r.Id == room.Id).Select(r => r.MemberCount).SingleAsync());
}
