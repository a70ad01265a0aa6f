using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Transcoding;

public sealed class OutputSizeTests
{
    private const int Block = 4_096;

    [Test]
    public void Read_WhenSegmentsAreComplete_MeasuresOnlyTheNewestOfEachRenditionAgain()
    {
        using var folder = new TestFolder();
        var size = new OutputSize(folder.Path, ["360p", "720p"]);
        var before = size.Read();
        Write(folder, "360p", 0, Block);
        Write(folder, "360p", 1, 1);
        Write(folder, "720p", 0, Block + 1);
        var first = size.Read();

        Write(folder, "360p", 0, 100 * Block);
        Write(folder, "360p", 1, 3 * Block);
        Write(folder, "360p", 2, Block);

        Assert.That((before, first), Is.EqualTo((0, 4 * Block)));
        Assert.That(size.Read(), Is.EqualTo(7 * Block));
    }

    private static void Write(TestFolder folder, string rendition, int segment, int bytes)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder.Path, rendition)).FullName;
        File.WriteAllBytes(Path.Combine(path, $"{segment:00000}.ts"), new byte[bytes]);
    }
}
