using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Rooms;
using VideoChat.Application.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Repositories;

public sealed class DirectoriesTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task FindAsync_WhenAUserIsRequestedAgain_QueriesTheDatabaseOnce()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var user = await host.SeedUserAsync();
        await host.Get<IUserDirectory>().FindAsync(user.Id, CancellationToken.None);
        await host.ReadAsync(db => db.Users.ExecuteDeleteAsync());

        var found = await host.Get<IUserDirectory>().FindAsync(user.Id, CancellationToken.None);

        Assert.That(found!.Username, Is.EqualTo(user.Username));
    }

    [Test]
    public async Task FindManyAsync_WhenSomeAreRemembered_ReadsTheOthersAndRemembersThem()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var users = new[] { await host.SeedUserAsync(), await host.SeedUserAsync(), await host.SeedUserAsync() };
        Guid[] ids = [.. users.Select(user => user.Id), Guid.NewGuid()];
        await host.Get<IUserDirectory>().FindAsync(ids[0], CancellationToken.None);

        var found = await host.Get<IUserDirectory>().FindManyAsync(ids, CancellationToken.None);
        await host.ReadAsync(db => db.Users.ExecuteDeleteAsync());
        var again = await host.Get<IUserDirectory>().FindManyAsync(ids, CancellationToken.None);

        foreach (var answer in new[] { found, again })
            Assert.That(answer.Select(user => (user.Key, user.Value.Id)), Is.EquivalentTo(users.Select(user => (user.Id, user.Id))));
    }

    [Test]
    public async Task FindManyAsync_WhenThereAreThousands_FindsAll()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var user = await host.SeedUserAsync();

        var found = await host.Get<IUserDirectory>().FindManyAsync(
            [.. Enumerable.Range(0, 1_200).Select(_ => Guid.NewGuid()), user.Id], CancellationToken.None);

        Assert.That(found.Keys, Is.EqualTo(new[] { user.Id }));
    }

    [Test]
    public async Task FindAsync_WhenTheRoomWasCreatedAfterTheFirstQuery_FindsIt()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var room = Some.Room();

        var before = await host.Get<IRoomDirectory>().FindAsync(room.Id, CancellationToken.None);
        await host.SeedAsync(room);
        var after = await host.Get<IRoomDirectory>().FindAsync(room.Id, CancellationToken.None);

        Assert.That(before, Is.Null);
        Assert.That(after!.Name, Is.EqualTo(room.Name));
    }
}
