using VideoChat.Infrastructure.Videos.Local.Live;
using VideoChat.Infrastructure.Videos.Local.Live.Rtmp;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Live;

public sealed class FlvWriterTests
{
    private const int HeadLength = 13;

    [Test]
    public void Write_WhenTheMetadataNamesOnlyVideo_PromisesOnlyVideo()
    {
        var bytes = new FlvWriter().Write(Message(RtmpMessageType.Data, [.. "\u0002\0\u000d@setDataFrame"u8, .. "videocodecid"u8]));

        Assert.That(bytes.ToArray()[..HeadLength], Is.EqualTo(new byte[] { 0x46, 0x4C, 0x56, 1, 1, 0, 0, 0, 9, 0, 0, 0, 0 }));
        Assert.That(bytes.ToArray()[(HeadLength + 11)..^4], Is.EqualTo("videocodecid"u8.ToArray()));
    }

    [Test]
    public void Write_WhenTimeNeedsFourBytes_PutsTheUpperOneLast()
    {
        var flv = new FlvWriter();
        flv.Write(Message(RtmpMessageType.Video, [1]));

        var tag = flv.Write(new RtmpMessage(RtmpMessageType.Audio, 1, 0x0A0B_0C0D, new byte[] { 7, 8 }));

        Assert.That(tag.ToArray(), Is.EqualTo(new byte[] { 8, 0, 0, 2, 0x0B, 0x0C, 0x0D, 0x0A, 0, 0, 0, 7, 8, 0, 0, 0, 13 }));
    }

    [Test]
    public void Write_WhenItIsNoMedia_WritesNothing()
    {
        var bytes = new FlvWriter().Write(Message(RtmpMessageType.Command, [1]));

        Assert.That(bytes.Length, Is.Zero);
    }

    private static RtmpMessage Message(byte type, byte[] payload) => new(type, 1, 0, payload);
}
