using VideoChat.Infrastructure.Videos.Local;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local;

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
        var source = VideoSource.Parse(Streams($"{Sound},{Picture}", """{"duration":"12.5"}"""));

        Assert.That(source, Is.EqualTo(new VideoSource(0, 1, 1_920, 1_080, 30_000.0 / 1_001, 12.5)));
    }

    [TestCase(""" "side_data_list":[{"rotation":-90}] """, 1_080, 1_920)]
    [TestCase(""" "side_data_list":[{"side_data_type":"x"},{"rotation":180}] """, 1_920, 1_080)]
    [TestCase(""" "sample_aspect_ratio":"4:3" """, 2_560, 1_080)]
    [TestCase(""" "sample_aspect_ratio":"0:1" """, 1_920, 1_080)]
    public void Parse_WhenThePictureIsShownOtherwise_SaysHowItIsShown(string more, int width, int height)
    {
        var source = VideoSource.Parse(Streams($"{Picture[..^1]},{more}}}"));

        Assert.That((source!.Width, source.Height), Is.EqualTo((width, height)));
    }

    [TestCase("")]
    [TestCase(Sound)]
    [TestCase(Sound + "," + Cover)]
    [TestCase("""{"index":0,"codec_name":"h264","codec_type":"video","width":0,"height":0}""")]
    [TestCase("""{"index":0,"codec_name":"h264","codec_type":"video","width":30000,"height":30000}""")]
    [TestCase("""{"index":0,"codec_type":"video","width":640,"height":360}""")]
    public void Parse_WhenThereIsNoPictureToShow_IsNull(string streams)
    {
        Assert.That(VideoSource.Parse(Streams(streams)), Is.Null);
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("""{"streams":[""")]
    public void Parse_WhenItIsNoAnswer_IsNull(string json)
    {
        Assert.That(VideoSource.Parse(json), Is.Null);
    }

    [TestCase("""{"duration":"N/A"}""")]
    [TestCase("{}")]
    public void Parse_WhenTheLengthIsNotKnown_LeavesItOpen(string format)
    {
        Assert.That(VideoSource.Parse(Streams(Picture, format))!.DurationSeconds, Is.Null);
    }

    private static string Streams(string streams, string format = "{}") => $$"""{"streams":[{{streams}}],"format":{{format}}}""";
}
