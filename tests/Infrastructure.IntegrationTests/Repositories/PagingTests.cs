using VideoChat.Application.Videos;
using VideoChat.Application.Videos.ListVideos;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Repositories;

public sealed class PagingTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task ListAsync_WhenUsersArePagedThrough_MeetsEachOnceInTheOrderOfCreation()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var users = Enumerable.Range(0, 25).Select(number => Some.User($"user{number}")).ToList();
        await host.SeedAsync([.. users.AsEnumerable().Reverse()]);

        var seen = new List<Guid>();
        List<User> page;
        do
        {
            Guid? after = seen.Count == 0 ? null : seen[^1];
            page = await host.UseAsync((IUserRepository r) => r.ListAsync(after, 10, CancellationToken.None));
            seen.AddRange(page.Select(user => user.Id));
        }
        while (page.Count == 10);

        Assert.That(seen, Is.EqualTo(users.Select(user => user.Id)));
    }

    [Test]
    public async Task ListAsync_WhenRoomsArePagedThrough_MeetsEachOnceInTheOrderOfCreation()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var rooms = Enumerable.Range(0, 25).Select(number => Some.Room($"room {number}")).ToList();
        await host.SeedAsync([.. rooms.AsEnumerable().Reverse()]);

        var seen = new List<Guid>();
        List<Room> page;
        do
        {
            Guid? after = seen.Count == 0 ? null : seen[^1];
            page = await host.UseAsync((IRoomRepository r) => r.ListAsync(after, 10, CancellationToken.None));
            seen.AddRange(page.Select(room => room.Id));
        }
        while (page.Count == 10);

        Assert.That(seen, Is.EqualTo(rooms.Select(room => room.Id)));
    }

    [Test]
    public async Task ListAsync_WhenVideosArePagedThrough_MeetsEachOnceInTheOrderOfCreation()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, other) = (await host.SeedRoomAsync(), await host.SeedRoomAsync());
        // The ids are random, as those of a provider, and pairs of videos have the same timestamp.
        var videos = Enumerable.Range(0, 25)
            .Select(number => Video.Create(Guid.NewGuid(), room, null, $"{number}", null, Some.Time.AddSeconds(number / 2)))
            .ToList();
        await host.SeedAsync([.. videos, Video.Create(Guid.NewGuid(), other, null, "elsewhere", null, Some.Time)]);

        var seen = new List<Video>();
        List<Video> page;
        do
        {
            Guid? after = seen.Count == 0 ? null : seen[^1].Id;
            page = await host.UseAsync((IVideoRepository r) => r.ListAsync(room.Id, after, 10, CancellationToken.None));
            seen.AddRange(page);
        }
        while (page.Count == 10);

        Assert.That(seen.Select(video => video.Id), Is.EquivalentTo(videos.Select(video => video.Id)));
        Assert.That(seen.Select(video => video.CreatedAt), Is.Ordered.Ascending);
    }

    [Test]
    public async Task ListAsync_WhenDescriptionsAreLong_EndsThePageBeforeItsLimit()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var room = await host.SeedRoomAsync();
        var text = new string('x', Video.MaxDescriptionLength);
        await host.SeedAsync([.. Enumerable.Range(0, 120)
            .Select(number => Video.Create(Guid.NewGuid(), room, null, $"{number}", text, Some.Time.AddSeconds(number)))]);

        var (seen, pages) = (new List<string>(), 0);
        for (Guid? cursor = null; pages == 0 || cursor is not null; pages++)
        {
            var page = await host.SendAsync(new ListVideosQuery(room.Id, 1_000, cursor, new PublicAddress("http://localhost")));
            seen.AddRange(page.Items.Select(video => video.Title));
            cursor = page.Next is null ? null : Guid.Parse(page.Next);
        }

        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, 120).Select(number => $"{number}")));
        Assert.That(pages, Is.EqualTo(2));
    }

    [Test]
    public async Task FindAsync_WhenThereIsNone_IsNull()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);

        Assert.That(await host.UseAsync((IUserRepository r) => r.FindAsync(Guid.NewGuid(), CancellationToken.None)), Is.Null);
        Assert.That(await host.UseAsync((IRoomRepository r) => r.FindAsync(Guid.NewGuid(), CancellationToken.None)), Is.Null);
    }
}
