using System.Text.Json;
using System.Text.Json.Nodes;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Realtime;
using VideoChat.Application.Serialization;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.UnitTests.Realtime;

public sealed class VideoFramesTests
{
    private static readonly Room Room = Some.Room();

    [Test]
    public void From_WhenTheCreatorIsKnown_NamesThemAndQuotesTheTitle()
    {
        var ada = Some.User();
        var video = Video.Create(Guid.NewGuid(), Room, ada, "clip", null, Some.Time);
        var failed = Video.Create(Guid.NewGuid(), Room, ada, "clip", null, Some.Time);
        var stream = LiveStream.Create(Guid.NewGuid(), Room, ada, "show", "key", "pb", ":1/live", "/live.m3u8", Some.Time);

        RoomEvent[] events =
        [
            video.Announce(Some.Time), video.FileReceived(null, Some.Time)!, video.Finished(1, "/playlist.m3u8", null, Some.Time)!,
            failed.Fail(VideoFailure.Damaged, Some.Time)!, stream.Announce(Some.Time), stream.Start(Some.Time)!, stream.End(Some.Time)!,
        ];
        var frames = events.Select(e => JsonSerializer.SerializeToElement<RoomFrame>(EventFormats.ToFrame(e), VideoChatJson.Options)).ToList();

        Assert.That(frames.Select(frame => frame.GetProperty("user_id").GetGuid()), Is.All.EqualTo(ada.Id));
        Assert.That(frames.Select(frame => frame.GetProperty("username").GetString()), Is.All.EqualTo("ada"));
        Assert.That(frames.Select(frame => frame.GetProperty("message").GetString()), Is.EqualTo(new[]
        {
            "ada is uploading a video: \"clip\"", "ada's video \"clip\" is being processed", "ada's video \"clip\" is ready",
            "ada's video \"clip\" has failed", "ada is about to go live: \"show\"", "ada is live: \"show\"",
            "ada is no longer live: \"show\"",
        }));
    }

    [Test]
    public void From_WhenALiveStreamWasRecorded_NamesTheVideo()
    {
        var stream = LiveStream.Create(Guid.NewGuid(), Room, null, "show", "key", "pb", ":1/live", "/live.m3u8", Some.Time);
        var videoId = Guid.NewGuid();

        var frame = (LiveStreamEndedFrame)EventFormats.ToFrame(stream.End(Some.Time, videoId)!);

        Assert.That(frame.VideoId, Is.EqualTo(videoId));
    }

    [Test]
    public void From_WhenAnUploadWasCreated_NamesTheUpload()
    {
        var video = Video.Create(Guid.NewGuid(), Room, null, "clip", null, Some.Time);

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
        var video = Video.Create(Guid.NewGuid(), Room, null, "clip", null, Some.Time);

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
        var video = Video.Create(Guid.NewGuid(), Room, null, "clip", null, Some.Time);

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
        var video = Video.Create(Guid.NewGuid(), Room, null, "clip", null, Some.Time);

        AssertFrame(video.Fail(VideoFailure.NoVideoTrack, Some.Time)!, new JsonObject
        {
            ["type"] = "video_failed",
            ["message"] = "Video clip has failed",
            ["video_id"] = $"{video.Id}",
            ["title"] = "clip",
            ["failure"] = "The file has no video track.",
        });
    }

    [Test]
    public void From_WhenALiveStreamChanges_SaysWhereItIsWatchedAndNotTheKey()
    {
        var stream = LiveStream.Create(Guid.NewGuid(), Room, null, "show", "key", "pb", ":1/live", "/live.m3u8", Some.Time);

        AssertFrame(stream.Announce(Some.Time), Expected("live_stream_created", "Live stream show was created"));
        AssertFrame(stream.Reject("No HEVC.", Some.Time)!, Rejected("Live stream show cannot be shown: No HEVC."));
        AssertFrame(stream.Start(Some.Time)!, Expected("live_stream_started", "Live stream show is live"));
        AssertFrame(stream.End(Some.Time, reason: "The disk is full.")!, Ended("Live stream show has ended"));

        JsonObject Rejected(string message)
        {
            var expected = Expected("live_stream_rejected", message);
            expected["reason"] = "No HEVC.";
            return expected;
        }

        JsonObject Ended(string message)
        {
            var expected = Expected("live_stream_ended", message);
            expected["video_id"] = null;
            expected["reason"] = "The disk is full.";
            return expected;
        }

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
        milestone.AssignSeq(7);
        expected["id"] = $"{milestone.Id}";
        expected["room_id"] = $"{Room.Id}";
        expected["seq"] = 7;
        expected["user_id"] = null;
        expected["username"] = null;
        expected["timestamp"] = "2026-01-02T03:04:05.678901Z";

        var json = JsonSerializer.Serialize<RoomFrame>(EventFormats.ToFrame(milestone), VideoChatJson.Options);

        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(json), expected), Is.True, json);
    }
}
