using VideoChat.Application.Rooms.JoinRoom;
using VideoChat.Application.Rooms.LeaveRoom;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence.Repositories;

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
    public async Task Add_WhenManyJoinAtOnce_EachIsAMemberOnce()
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
    public async Task ListUsersAsync_WhenSeveralRoomsAreAskedFor_GivesEachItsMembersInTheOrderTheyJoined()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        Room[] rooms = [await host.SeedRoomAsync("one"), await host.SeedRoomAsync("two"), await host.SeedRoomAsync("three")];
        var (ada, bob) = (await host.SeedUserAsync("ada"), await host.SeedUserAsync("bob"));
        await JoinAsync(host, rooms[0], bob);
        await JoinAsync(host, rooms[0], ada);
        await JoinAsync(host, rooms[1], ada);
        await JoinAsync(host, rooms[2], bob);

        var members = await host.AskAsync(
            (IMembershipRepository r) => r.ListUsersAsync([rooms[0].Id, rooms[1].Id], CancellationToken.None));

        Assert.That(members[rooms[0].Id], Is.EqualTo(new[] { bob.Id, ada.Id }));
        Assert.That(members[rooms[1].Id], Is.EqualTo(new[] { ada.Id }));
        Assert.That(members[rooms[2].Id], Is.Empty);
    }

    // A second passes between any two.
    private static async Task JoinAsync(TestHost host, Room room, User user)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.SendAsync(new JoinRoomCommand(room.Id, user.Id));
    }

    private static Task<bool> ExistsAsync(TestHost host, Room room, User user) =>
        host.AskAsync((IMembershipRepository r) => r.ExistsAsync(room.Id, user.Id, CancellationToken.None));

    private static async Task<IEnumerable<Guid>> MembersAsync(TestHost host, Room room)
    {
        var members = await host.AskAsync((IMembershipRepository r) => r.ListUsersAsync([room.Id], CancellationToken.None));
        return members[room.Id];
    }
}
