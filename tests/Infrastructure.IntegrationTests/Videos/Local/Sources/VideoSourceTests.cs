using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Videos.Local.Sources;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Sources;

public sealed class VideoSourceTests
{
    private const string Picture =
        """{"index":0,"codec_name":"h264","codec_type":"video","width":1920,"height":1080,"avg_frame_rate":"30000/1001"}""";

    private const string Sound = """{"index":1,"codec_name":"aac","codec_type":"audio","avg_frame_rate":"0/0"}""";

    private const string Cover =
        """{"index":2,"codec_name":"mjpeg","codec_type":"video","width":600,"height":600,"disposition":{"attached_pic":1}}""";

    [Test]
    public void Parse_WhenThereAreAPictureAndASound_FindsBoth()
    {
        var source = VideoSource.Parse(Streams($"{Sound},{Picture}", """{"format_name":"mpegts","start_time":"12.5"}"""), out _)!;

        Assert.That((source.Picture.Stream, source.AudioStream), Is.EqualTo((0, 1)));
        Assert.That((source.Picture.Width, source.Picture.Height), Is.EqualTo((1_920, 1_080)));
        Assert.That(source.Picture.FramesPerSecond, Is.EqualTo(30_000.0 / 1_001));
        Assert.That((source.StartSeconds, source.MayJump), Is.EqualTo((12.5, true)));
    }

    [TestCase(""" "side_data_list":[{"rotation":-90}] """, 1_080, 1_920)]
    [TestCase(""" "side_data_list":[{"side_data_type":"x"},{"rotation":180}] """, 1_920, 1_080)]
    [TestCase(""" "sample_aspect_ratio":"4:3" """, 2_560, 1_080)]
    [TestCase(""" "sample_aspect_ratio":"0:1" """, 1_920, 1_080)]
    public void Parse_WhenThePictureIsShownOtherwise_SaysHowItIsShown(string more, int width, int height)
    {
        var picture = VideoSource.Parse(Streams($"{Picture[..^1]},{more}}}"), out _)!.Picture;

        Assert.That((picture.Width, picture.Height), Is.EqualTo((width, height)));
    }

    [TestCase("", VideoFailure.NoVideoTrack)]
    [TestCase(Sound, VideoFailure.NoVideoTrack)]
    [TestCase(Sound + "," + Cover, VideoFailure.NoVideoTrack)]
    [TestCase("""{"index":0,"codec_name":"h264","codec_type":"video","width":0,"height":0}""", VideoFailure.Damaged)]
    [TestCase("""{"index":0,"codec_type":"video","width":640,"height":360}""", VideoFailure.UnsupportedCodec)]
    public void Parse_WhenThereIsNoPictureToShow_SaysWhy(string streams, VideoFailure expected)
    {
        Assert.That(VideoSource.Parse(Streams(streams), out var failure), Is.Null);
        Assert.That(failure, Is.EqualTo(expected));
    }

    [TestCase(5, 0, VideoFailure.UnsupportedCodec)]
    [TestCase(8, 1, null)]
    [TestCase(8, 4, null)]
    public void Parse_WhenThePictureIsDolbyVision_RefusesWhatOthersCannotShow(int profile, int compatibility, VideoFailure? expected)
    {
        var picture = $$"""{{Picture[..^1]}},"side_data_list":[{"dv_profile":{{profile}},"dv_bl_signal_compatibility_id":{{compatibility}}}]}""";

        var source = VideoSource.Parse(Streams(picture), out var failure);

        Assert.That(source is null ? failure : (VideoFailure?)null, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("""{"streams":[""")]
    public void Parse_WhenItIsNoAnswer_IsNull(string json)
    {
        Assert.That(VideoSource.Parse(json, out var failure), Is.Null);
        Assert.That(failure, Is.EqualTo(VideoFailure.Damaged));
    }

    [TestCase("tt", true)]
    [TestCase("bb", true)]
    [TestCase("progressive", false)]
    [TestCase("unknown", false)]
    public void Parse_Always_DistinguishesFieldsFromFrames(string fieldOrder, bool expected)
    {
        var picture = $$"""{"index":0,"codec_name":"prores","codec_type":"video","width":16,"height":16,"field_order":"{{fieldOrder}}"}""";

        Assert.That(VideoSource.Parse(Streams(picture), out _)!.Picture.MayBeInterlaced, Is.EqualTo(expected));
    }

    private static string Streams(string streams, string format = "{}") => $$"""{"streams":[{{streams}}],"format":{{format}}}""";
}
