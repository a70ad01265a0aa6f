using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Common;
using VideoChat.Application.Snapshots;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Log.Recent;

namespace VideoChat.Infrastructure.IntegrationTests.Repositories;

public sealed class RoomSnapshotsTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task ReadAsync_WhenThereIsNoSuchRoom_ReadsNothing()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);

        var answer = await ReadAsync(host, Guid.NewGuid(), _ => Task.FromResult("answer"));

        Assert.That(answer, Is.Null);
    }

    [Test]
    public async Task ReadAsync_WhileOthersWrite_SeesNoneOfItAndDoesNotBlockThem()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, ada) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await host.AppendAsync(Some.Message(room, ada, "before"));

        var seen = await ReadAsync(host, room.Id, async snapshot =>
        {
            await host.AppendAsync(Some.Message(room, ada, "during"));
            await AddVideoAndMemberAsync(host, room, ada);
            return await DescribeAsync(snapshot);
        });
        var later = await ReadAsync(host, room.Id, DescribeAsync);

        Assert.That(seen, Is.EqualTo("last 1, before, milestones: , members: 0 of 0, videos: 0"));
        Assert.That(later, Is.EqualTo("last 3, during before, milestones: 3, members: 1 of 1, videos: 1"));
    }

    [Test]
    public async Task ListMilestonesAsync_WhenMoreThanTheLimitExist_ListsTheNewestAfterTheSeqWithoutMessages()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, ada) = (await host.SeedRoomAsync(), Some.User());
        await SeedLogAsync(
            host, Milestone(room, 1), Some.Message(room, ada, seq: 2), Milestone(room, 3), Milestone(room, 4), Some.Message(room, ada, seq: 5),
            Milestone(room, 6));

        var seqs = await ReadAsync(host, room.Id, async snapshot => new List<IEnumerable<long>>
        {
            (await snapshot.ListMilestonesAsync(0, 10, CancellationToken.None)).Select(milestone => milestone.Seq),
            (await snapshot.ListMilestonesAsync(1, 2, CancellationToken.None)).Select(milestone => milestone.Seq),
            (await snapshot.ListMilestonesAsync(6, 10, CancellationToken.None)).Select(milestone => milestone.Seq),
        });

        Assert.That(seqs, Is.EqualTo((long[][])[[1, 3, 4, 6], [4, 6], []]));
    }

    [Test]
    public async Task ListMilestonesAsync_WhenTheyAreOlderThanTheCachedEvents_ListsThem()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, ada) = (await host.SeedRoomAsync(), Some.User());
        await SeedLogAsync(
            host, [Milestone(room, 1), Milestone(room, 2), .. Enumerable.Range(3, RecentEvents.MaxEvents).Select(seq => Some.Message(room, ada, seq))]);

        var seqs = await ReadAsync(host, room.Id, async snapshot =>
            (await snapshot.ListMilestonesAsync(1, 10, CancellationToken.None)).ConvertAll(milestone => milestone.Seq));

        Assert.That(seqs, Is.EqualTo([2]));
    }

    [Test]
    public async Task ListVideosAsync_WhenSomeAreOver_ListsTheNewestOthersOldestFirst()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, other) = (await host.SeedRoomAsync(), await host.SeedRoomAsync("other"));
        await host.SeedAsync(
            Processing("1"), Ready("2"), SomeVideo("pending", 3), Failed("failed"), Processing("5"),
            Video.Create(Guid.NewGuid(), other, null, "elsewhere", null, Some.Time));

        var titles = await ReadAsync(host, room.Id, async snapshot => new List<IEnumerable<string>>
        {
            (await snapshot.ListVideosAsync(10, CancellationToken.None)).Select(video => video.Title),
            (await snapshot.ListVideosAsync(2, CancellationToken.None)).Select(video => video.Title),
        });

        Assert.That(titles, Is.EqualTo((string[][])[["1", "2", "5"], ["2", "5"]]));

        Video SomeVideo(string title, int second) => Video.Create(Guid.NewGuid(), room, null, title, null, Some.Time.AddSeconds(second));

        Video Processing(string title)
        {
            var video = SomeVideo(title, int.Parse(title));
            video.FileReceived(null, Some.Time);
            return video;
        }

        Video Ready(string title)
        {
            var video = Processing(title);
            video.Finished(1, "/playlist.m3u8", null, Some.Time);
            return video;
        }

        Video Failed(string title)
        {
            var video = SomeVideo(title, 4);
            video.Fail(VideoFailure.Damaged, Some.Time);
            return video;
        }
    }

    [Test]
    public async Task ListLiveStreamsAsync_WhenSomeAreOver_ListsTheNewestOthersOldestFirst()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var room = await host.SeedRoomAsync();
        var streams = Enumerable.Range(1, 5).Select(number => LiveStream.Create(
            Guid.NewGuid(), room, null, $"{number}", "key", "playback", ":19350/live", "/live.m3u8", Some.Time.AddSeconds(number))).ToList();
        streams[1].Start(Some.Time);
        streams[2].End(Some.Time);
        streams[3].Fail(Some.Time);
        await host.SeedAsync([.. streams]);

        var titles = await ReadAsync(host, room.Id, async snapshot => new List<IEnumerable<string>>
        {
            (await snapshot.ListLiveStreamsAsync(10, CancellationToken.None)).Select(stream => stream.Title),
            (await snapshot.ListLiveStreamsAsync(2, CancellationToken.None)).Select(stream => stream.Title),
        });

        Assert.That(titles, Is.EqualTo((string[][])[["1", "2", "5"], ["2", "5"]]));
    }

    private static Task<TResult?> ReadAsync<TResult>(TestHost host, Guid roomId, Func<IRoomSnapshot, Task<TResult>> read)
        where TResult : class =>
        host.UseAsync<IRoomSnapshots, TResult?>(snapshots => snapshots.ReadAsync(roomId, read, CancellationToken.None));

    private static async Task SeedLogAsync(TestHost host, params RoomEvent[] events)
    {
        await host.SeedAsync([.. events]);
        await host.ReadAsync(db => db.Rooms.ExecuteUpdateAsync(
            rooms => rooms.SetProperty(r => r.LastSeq, events[^1].Seq).SetProperty(r => r.LastEventId, events[^1].Id)));
    }

    private static Task<bool> AddVideoAndMemberAsync(TestHost host, Room room, User user) =>
        host.UseAsync<IServiceProvider, bool>(scope =>
        {
            var video = Video.Create(Guid.NewGuid(), room, user, "clip", null, Some.Time);
            video.FileReceived(null, Some.Time);
            scope.GetRequiredService<IVideoRepository>().Add(video);
            scope.GetRequiredService<IMembershipRepository>().Add(new Membership(room.Id, user.Id, Some.Time));
            return scope.GetRequiredService<IUnitOfWork>().SaveChangesAsync(() => true, CancellationToken.None);
        });

    private static async Task<string> DescribeAsync(IRoomSnapshot snapshot)
    {
        var messages = await snapshot.ListNewestMessagesAsync(10, CancellationToken.None);
        var milestones = await snapshot.ListMilestonesAsync(0, 10, CancellationToken.None);
        var members = await snapshot.ListOldestMembersAsync(10, CancellationToken.None);
        var videos = await snapshot.ListVideosAsync(10, CancellationToken.None);
        return $"last {snapshot.Position.Seq}, {string.Join(' ', messages.Select(message => message.Content))}, "
            + $"milestones: {string.Join(' ', milestones.Select(milestone => milestone.Seq))}, members: {members.Count} of {snapshot.MemberCount}, videos: {videos.Count}";
    }

    private static VideoEvent Milestone(Room room, long seq)
    {
        var milestone = Video.Create(Guid.NewGuid(), room, null, "clip", null, Some.Time).Announce(Some.Time);
        milestone.AssignSeq(seq);
        return milestone;
    }
}
