using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Transcoding;

public sealed class LadderTests
{
    [TestCase(1920, 1080, "360p 640x360, 480p 854x480, 720p 1280x720, 1080p 1920x1080")]
    [TestCase(3840, 2160, "360p 640x360, 480p 854x480, 720p 1280x720, 1080p 1920x1080")]
    [TestCase(1080, 1920, "360p 360x640, 480p 480x854, 720p 720x1280, 1080p 1080x1920")]
    [TestCase(1280, 720, "360p 640x360, 480p 854x480, 720p 1280x720")]
    [TestCase(854, 480, "360p 640x360, 480p 854x480")]
    [TestCase(640, 480, "360p 480x360, 480p 640x480")]
    [TestCase(1920, 800, "360p 640x266, 480p 854x356, 720p 1280x534, 1080p 1920x800")]
    [TestCase(1066, 600, "360p 640x360, 480p 852x480, 600p 1066x600")]
    [TestCase(720, 390, "360p 640x346, 405p 720x390")]
    [TestCase(640, 368, "368p 640x368")]
    [TestCase(320, 240, "240p 320x240")]
    [TestCase(321, 241, "241p 320x240")]
    [TestCase(10_000, 100, "360p 640x6, 480p 854x8, 720p 1280x12, 1080p 1920x20")]
    [TestCase(1, 1, "1p 2x2")]
    public void For_StaysWithinTheSourceAnd1080p(int width, int height, string expected)
    {
        var ladder = Ladder.For(width, height);

        Assert.That(
            string.Join(", ", ladder.Select(rung => $"{rung.Name} {rung.Width}x{rung.Height}")), Is.EqualTo(expected));
    }

    [Test]
    public void For_AnySource_IsEvenAndNoLarger()
    {
        var sizes = Enumerable.Range(1, 60).Select(n => (n * 131) + 2).ToList();
        var wrong =
            from width in sizes
            from height in sizes
            let ladder = Ladder.For(width, height)
            where ladder.Count is < 1 or > 4
                || ladder.Select(rung => rung.Name).Distinct().Count() < ladder.Count
                || ladder.Any(rung => rung.Width > width || rung.Height > height || rung.Width % 2 != 0 || rung.Height % 2 != 0)
                || ladder.Any(rung => Math.Min(rung.Width, rung.Height) > 1_080 || Math.Max(rung.Width, rung.Height) > 1_920)
            select $"{width}x{height}";

        Assert.That(wrong, Is.Empty);
    }
}
