using System.Text.Json;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Events;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.UnitTests.Webhooks;

public sealed class WebhookEventTests
{
    private static readonly Room Room = Some.Room();

    [Test]
    public void ToPayload_Always_IsTypeTimestampAndData()
    {
        var told = From(new RoomCreated(Room.Id, Room.Name, Room.CreatedAt));

        Assert.That(told.ToPayload(), Is.EqualTo(
            $$$"""{"type":"room.created","timestamp":"2026-01-02T03:04:05.678901Z","data":{"room_id":"{{{Room.Id}}}","name":"General"}}"""));
    }

    [Test]
    public void From_WhenItIsAMessage_ContainsTheMessage()
    {
        var message = Some.Message(Room, Some.User(), seq: 7, "hello <b>", "c1");

        var told = From(message);

        Assert.That((told.Id, told.Type, told.RoomId), Is.EqualTo((message.Id, "message.posted", Room.Id)));
        var data = DataOf(told);
        Assert.That(data.GetProperty("content").GetString(), Is.EqualTo("hello <b>"));
        Assert.That(data.GetProperty("seq").GetInt64(), Is.EqualTo(7));
        Assert.That(data.GetProperty("client_id").GetString(), Is.EqualTo("c1"));
    }

    [Test]
    public void From_WhenItIsALiveStream_DoesNotContainTheKey()
    {
        var stream = LiveStream.Create(Guid.NewGuid(), Room, null, "Demo", "the-key", "pb", "rtmp://x/live", "/media/x", Some.Time);

        var told = new[] { stream.Announce(Some.Time), stream.Start(Some.Time)!, stream.End(Some.Time)! }.Select(From).ToList();

        Assert.That(told.Select(e => e.Type), Is.EqualTo(new[] { "live_stream.created", "live_stream.started", "live_stream.ended" }));
        Assert.That(told.Select(e => e.ToPayload()), Has.All.Not.Contain("the-key").And.All.Contain(stream.Id.ToString()));
    }

    [Test]
    public void From_WhenItIsAVideo_ContainsItsUrlsOncePlayable()
    {
        var video = Video.Create(Guid.NewGuid(), Room, null, "Film", null, Some.Time);
        var failed = Video.Create(Guid.NewGuid(), Room, null, "Film", null, Some.Time);

        var told = new[]
        {
            video.Announce(Some.Time), video.FileReceived(null, Some.Time)!, video.Finished(1, "http://x/p.m3u8", null, Some.Time)!,
            failed.Fail(VideoFailure.NoVideoTrack, Some.Time)!,
        }.Select(From).ToList();

        Assert.That(told.Select(e => e.Type), Is.EqualTo(new[] { "video.upload_created", "video.processing", "video.ready", "video.failed" }));
        Assert.That(
            told.Select(e => DataOf(e).GetProperty("playback_url").GetString()),
            Is.EqualTo(new[] { null, null, "http://x/p.m3u8", null }));
    }

    [Test]
    public void Test_Always_CannotBeSubscribedTo()
    {
        var endpoint = WebhookEndpoint.Create("https://a.example", ["room.created"], null, Room.Id, Some.Time);

        var told = WebhookEvent.Test(endpoint, Some.Time);

        Assert.That(EventKind.WebhookTypes, Has.None.EqualTo(told.Type));
        Assert.That(DataOf(told).GetProperty("webhook_id").GetGuid(), Is.EqualTo(endpoint.Id));
    }

    private static WebhookEvent From(IPublicEvent publicEvent) => WebhookEvent.From(publicEvent, _ => "ada");

    private static JsonElement DataOf(WebhookEvent told) =>
        JsonSerializer.Deserialize<JsonElement>(told.ToPayload()).GetProperty("data");
}
