using System.Globalization;
using VideoChat.Infrastructure.Videos.Local.Sources;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Sources;

public sealed class PacketSurveyTests
{
    private const string Head =
        """{"streams":[{"index":0,"codec_name":"png","codec_type":"video","width":64,"height":64,"avg_frame_rate":"1/10"}]}""";

    [Test]
    public void Add_WhenThePacketsSpanMoreThanAVideoMay_IsTooLongBeforeTheLast()
    {
        var survey = new PacketSurvey(VideoSource.Parse(Head, out _)!, maxSeconds: 60);
        var packets = 0;

        while (!survey.IsTooLong && packets < 1_000_000)
            survey.Add(string.Create(CultureInfo.InvariantCulture, $"0,{packets++ * 10},N/A,10,1,K__"));

        Assert.That(packets, Is.EqualTo(7));
    }
}
