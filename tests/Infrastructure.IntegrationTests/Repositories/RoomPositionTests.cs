using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Repositories;

public sealed class RoomPositionTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task Position_WhenTheLogIsEmpty_IsTheStart()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var room = await host.SeedRoomAsync();

        Assert.That(await PositionAsync(host, room), Is.EqualTo(LogPosition.Start));
    }

    [Test]
    public async Task Position_WhenTheLogGrows_IsThatOfTheNewestEvent()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());

        await host.AppendAsync(Some.Message(room, user));
        await AssertNewestAsync(host, room, 1);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.AppendAsync(Some.Message(room, user))));
        await AssertNewestAsync(host, room, 21);
        await AddVideoAsync(host, Video.Create(Guid.NewGuid(), room, user, "A walk", null, Some.Time));
        await AssertNewestAsync(host, room, 22);
    }

    [Test]
    public async Task Position_WhenAClientIdRepeats_StaysAtTheFirstMessage()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());

        var first = await host.AppendAsync(Some.Message(room, user, clientId: "once"));
        await host.AppendAsync(Some.Message(room, user, clientId: "once"));

        Assert.That(await PositionAsync(host, room), Is.EqualTo(new LogPosition(1, first.Id)));
    }

    private static async Task AssertNewestAsync(TestHost host, Room room, long seq)
    {
        var newest = await host.ReadAsync(db => db.RoomEvents.Where(e => e.RoomId == room.Id).OrderByDescending(e => e.Seq).FirstAsync());
        Assert.That(newest.Seq, Is.EqualTo(seq));
        Assert.That(await PositionAsync(host, room), Is.EqualTo(newest.Position));
    }

    private static Task<bool> AddVideoAsync(TestHost host, Video video) => host.UseAsync((IServiceProvider scope) =>
    {
        scope.GetRequiredService<IVideoRepository>().Add(video);
        return scope.GetRequiredService<IUnitOfWork>().SaveChangesAsync(() => true, CancellationToken.None);
    });

    private static async Task<LogPosition> PositionAsync(TestHost host, Room room) =>
        (await host.UseAsync((IRoomRepository rooms) => rooms.FindAsync(room.Id, CancellationToken.None)))!.Position;
}
