using System.Text.Json;
using System.Text.Json.Nodes;
using VideoChat.Application.Common;
using VideoChat.Application.Realtime;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.UnitTests.Realtime;

public sealed class VideoFramesTests
{
    private static readonly Room Room = Some.Room();

    [Test]
    public void From_WhenAnUploadWasCreated_NamesTheUpload()
    {
        var video = Video.Create(Guid.NewGuid(), Room, "clip", null, Some.Time);

        AssertFrame(video.Announce(Some.Time), new JsonObject
        {
            ["type"] = "video_upload_created",
            ["message"] = "Video clip will be uploaded",
            ["upload_id"] = $"{video.Id}",
            ["title"] = "clip",
        });
    }

    [Test]
    public void From_WhenAFileWasReceived_NamesTheVideo()
    {
        var video = Video.Create(Guid.NewGuid(), Room, "clip", null, Some.Time);

        AssertFrame(video.FileReceived(null, Some.Time)!, new JsonObject
        {
            ["type"] = "video_processing",
            ["message"] = "Video clip is being processed",
            ["video_id"] = $"{video.Id}",
            ["title"] = "clip",
        });
    }

    [Test]
    public void From_WhenAVideoIsReady_SaysWhereItPlays()
    {
        var video = Video.Create(Guid.NewGuid(), Room, "clip", null, Some.Time);

        AssertFrame(video.Finished(1, "/playlist.m3u8", null, Some.Time)!, new JsonObject
        {
            ["type"] = "video_ready",
            ["message"] = "Video clip is ready",
            ["video_id"] = $"{video.Id}",
            ["title"] = "clip",
            ["playback_url"] = "/playlist.m3u8",
            ["thumbnail_url"] = null,
        });
    }

    [Test]
    public void From_WhenAVideoHasFailed_NamesTheVideo()
    {
        var video = Video.Create(Guid.NewGuid(), Room, "clip", null, Some.Time);

        AssertFrame(video.Fail(Some.Time)!, new JsonObject
        {
            ["type"] = "video_failed",
            ["message"] = "Video clip has failed",
            ["video_id"] = $"{video.Id}",
            ["title"] = "clip",
        });
    }

    [Test]
    public void From_WhenALiveStreamChanges_SaysWhereItIsWatchedAndNotTheKey()
    {
        var stream = LiveStream.Create(Guid.NewGuid(), Room, "show", "key", "pb", ":1/live", "/live.m3u8", Some.Time);

        AssertFrame(stream.Announce(Some.Time), Expected("live_stream_created", "Live stream show was created"));
        AssertFrame(stream.Start(Some.Time)!, Expected("live_stream_started", "Live stream show is live"));
        AssertFrame(stream.End(Some.Time)!, Expected("live_stream_ended", "Live stream show has ended"));

        JsonObject Expected(string type, string message) => new()
        {
            ["type"] = type,
            ["message"] = message,
            ["stream_id"] = $"{stream.Id}",
            ["playback_id"] = "pb",
            ["title"] = "show",
            ["pull_url"] = "/live.m3u8",
        };
    }

    private static void AssertFrame(RoomEvent milestone, JsonObject expected)
    {
        milestone.PlaceAt(7);
        expected["id"] = $"{milestone.Id}";
        expected["room_id"] = $"{Room.Id}";
        expected["seq"] = 7;
        expected["timestamp"] = "2026-01-02T03:04:05.678901Z";

        var json = JsonSerializer.Serialize<RoomFrame>(RoomEventFrame.From(milestone), VideoChatJson.Options);

        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(json), expected), Is.True, json);
    }
}
