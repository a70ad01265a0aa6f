using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Serialization;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence;

/// <summary>Rows that an older version wrote, before or after the migration, are read correctly.</summary>
public sealed class OldRowsTests(Column column) : OnEachDatabase(column)
{
    private const string Room = "01A20817-2D9E-7000-B14C-38270E9AC41A";
    private const string Ada = "01A20817-2D88-7000-B61E-64B202DFD364";
    private const string Bob = "01A20817-2D89-7000-B61E-64B202DFD365";

    private const string Rows =
        $"""
        INSERT INTO rooms (id, name, created_at, last_seq) VALUES ('{Room}', 'General', '2026-01-02 03:04:05', 2);
        INSERT INTO users (id, username, joined_at) VALUES ('{Ada}', 'ada', '2026-01-02 03:04:05'), ('{Bob}', 'bob', '2026-01-02 03:04:05');
        INSERT INTO memberships (room_id, user_id, joined_at) VALUES ('{Room}', '{Ada}', '2026-01-02 03:04:05');
        INSERT INTO room_events (room_id, seq, id, kind, timestamp, milestone, video_id, title)
        VALUES ('{Room}', 1, '01A20817-685B-7000-814F-3062B67F2B01', 'video', '2026-01-02 03:04:05', 'Failed', '01A20818-03E8-7000-8A5D-1D6C0B6F9E42', 'clip');
        INSERT INTO room_events (room_id, seq, id, kind, timestamp, milestone, stream_id, playback_id, title, pull_url)
        VALUES ('{Room}', 2, '01A20817-685B-7000-814F-3062B67F2B02', 'live_stream', '2026-01-02 03:04:05', 'Ended', '01A20819-11D0-7000-90AA-7C2F4F3D8B15', 'pb', 'show', '/live.m3u8');
        """;

    private const string Third =
        $"""
        INSERT INTO room_events (room_id, seq, id, kind, timestamp, milestone, video_id, title)
        VALUES ('{Room}', 3, '01A20817-685B-7000-814F-3062B67F2B03', 'video', '2026-01-02 03:04:07', 'Ready', '01A20818-03E8-7000-8A5D-1D6C0B6F9E42', 'clip');
        UPDATE rooms SET last_seq = 3 WHERE id = '{Room}';
        """;

    private const string Join =
        $"INSERT INTO memberships (room_id, user_id, joined_at) VALUES ('{Room}', '{Bob}', '2026-01-02 03:04:06')";

    [Test]
    public async Task Migrate_WhenAnOlderVersionWroteTheRows_CountsMembersAndReadsItsEvents()
    {
        await using var host = await TestHost.CreateAsync(Column);
        await host.ReadAsync(async db =>
        {
            await db.GetService<IMigrator>().MigrateAsync("WebhookTurns");
            return await db.Database.ExecuteSqlRawAsync(Rows);
        });

        await host.MigrateAsync();
        // The older version still runs on another machine and adds a member.
        await host.ReadAsync(db => db.Database.ExecuteSqlRawAsync(Join));

        Assert.That(await host.ReadAsync(db => db.Rooms.Select(room => room.MemberCount).SingleAsync()), Is.EqualTo(2));
        var events = await host.UseAsync(
            (IRoomEventRepository r) => r.ListAfterAsync(Guid.Parse(Room), 0, 10, newest: null, CancellationToken.None));
        var frames = events.Select(EventFormats.ToFrame).ToList();
        Assert.That(frames[0], Is.InstanceOf<VideoFailedFrame>().With.Property("UserId").Null.And.Property("Failure").Null
            .And.Property("Message").EqualTo("Video clip has failed"));
        Assert.That(frames[1], Is.InstanceOf<LiveStreamEndedFrame>().With.Property("Username").Null.And.Property("VideoId").Null
            .And.Property("Message").EqualTo("Live stream show has ended"));
    }

    [Test]
    public async Task Migrate_WhenAnOlderVersionWroteTheSeqAlone_RoomsHaveTheirPosition()
    {
        await using var host = await TestHost.CreateAsync(Column);
        await host.ReadAsync(async db =>
        {
            await db.GetService<IMigrator>().MigrateAsync("LiveReasons");
            return await db.Database.ExecuteSqlRawAsync(Rows);
        });

        await host.MigrateAsync();
        Assert.That(await PositionAsync(), Is.EqualTo("2:01a20817-685b-7000-814f-3062b67f2b02"));

        // The older version still runs on another machine and adds an event.
        await host.ReadAsync(db => db.Database.ExecuteSqlRawAsync(Third));
        Assert.That(await PositionAsync(), Is.EqualTo("3:01a20817-685b-7000-814f-3062b67f2b03"));

        async Task<string> PositionAsync() => (await host.ReadAsync(db => db.Rooms.AsNoTracking().SingleAsync())).Position.ToString();
    }

    [Test]
    public async Task Read_WhenANewerVersionWroteTheFailure_IsAFailureWithoutAReason()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var video = Video.Create(Guid.NewGuid(), await host.SeedRoomAsync(), null, "clip", null, Some.Time);
        video.Fail(VideoFailure.TooLong, Some.Time);
        await host.SeedAsync(video);
        await host.ReadAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE videos SET failure = 'NotInventedYet'"));

        var read = await host.UseAsync((IVideoRepository r) => r.FindAsync(video.Id, CancellationToken.None));

        Assert.That(read?.Failure, Is.EqualTo(VideoFailure.ProviderFailed));
    }

    [Test]
    public async Task Read_WhenAStreamEndedWithARecording_HasEverythingThatWasSaid()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, ada) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var stream = LiveStream.Create(Guid.NewGuid(), room, ada, "show", "key", "pb", ":1/live", "/live.m3u8", Some.Time);
        var ended = stream.End(Some.Time, Guid.NewGuid())!;
        var failed = stream.CreateRecording(ended.VideoId!.Value, Some.Time).Fail(VideoFailure.TooLong, Some.Time)!;
        ended.AssignSeq(1);
        failed.AssignSeq(2);
        await host.SeedAsync(stream, ended, failed);

        var events = await host.UseAsync((IRoomEventRepository r) => r.ListAfterAsync(room.Id, 0, 10, newest: null, CancellationToken.None));

        Assert.That(events.Select(EventFormats.ToFrame), Is.EqualTo(new[] { EventFormats.ToFrame(ended), EventFormats.ToFrame(failed) }));
        var read = await host.UseAsync((ILiveStreamRepository r) => r.FindAsync(room.Id, stream.Id, CancellationToken.None));
        Assert.That((read?.UserId, read?.Username, read?.VideoId), Is.EqualTo(((Guid?)ada.Id, "ada", ended.VideoId)));
    }
}
