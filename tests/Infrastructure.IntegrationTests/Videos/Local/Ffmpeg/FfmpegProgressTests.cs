using VideoChat.Infrastructure.Videos.Local.Ffmpeg;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Ffmpeg;

public sealed class FfmpegProgressTests
{
    [TestCase("out_time_us=1500000", 1.5)]
    [TestCase("out_time_us=0", 0.0)]
    [TestCase("out_time_us=-23220", null)]
    [TestCase("out_time_us=N/A", null)]
    [TestCase("out_time_ms=1500000", null)]
    [TestCase("progress=continue", null)]
    [TestCase("", null)]
    public void SecondsOf_ReadsTheTime(string line, double? expected)
    {
        Assert.That(FfmpegProgress.SecondsOf(line), Is.EqualTo(expected));
    }

    [TestCase(0, 10.0, 0)]
    [TestCase(5, 10.0, 50)]
    [TestCase(12, 10.0, 99)]
    [TestCase(5, null, 0)]
    [TestCase(5, 0.0, 0)]
    public void PercentOf_IsNeverDone(double seconds, double? duration, int expected)
    {
        Assert.That(FfmpegProgress.PercentOf(seconds, duration), Is.EqualTo(expected));
    }
}
