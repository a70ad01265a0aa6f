using System.Buffers;
using VideoChat.Infrastructure.LiveStreams.Local.Flv;
using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Flv;

public sealed class LiveHeadTests
{
    [Test]
    public void WriteFile_WhenTheMetadataNamesOnlyVideo_PromisesOnlyVideo()
    {
        var head = new LiveHead();
        head.ReadMetadata(Message(RtmpMessageType.Data, [.. "\u0002\0\u000d@setDataFrame"u8, .. "videocodecid"u8]));
        var bytes = new ArrayBufferWriter<byte>();

        head.WriteFile(bytes);

        Assert.That(bytes.WrittenSpan.ToArray(), Is.EqualTo(new byte[] { 0x46, 0x4C, 0x56, 1, 1, 0, 0, 0, 9, 0, 0, 0, 0 }));
    }

    [Test]
    public void WriteFile_WhenAConfigurationIsKnown_ContinuesWithIt()
    {
        var head = new LiveHead();
        head.Change(isVideo: true, [0x17, 0, 0, 0, 0, 1]);
        var bytes = new ArrayBufferWriter<byte>();

        head.WriteFile(bytes);

        Assert.That(
            bytes.WrittenSpan[FlvTag.FileHeaderLength..].ToArray(),
            Is.EqualTo(new byte[] { 9, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0x17, 0, 0, 0, 0, 1, 0, 0, 0, 17 }));
    }

    [Test]
    public void Change_WhenAConfigurationRepeats_IsNoChange()
    {
        var head = new LiveHead();

        Assert.That(head.Change(isVideo: false, [0xAF, 0, 1]), Is.True);
        Assert.That(head.Change(isVideo: false, [0xAF, 0, 1]), Is.False);
        Assert.That(head.Change(isVideo: false, [0xAF, 0, 2]), Is.True);
    }

    [Test]
    public void WriteTag_WhenTimeNeedsFourBytes_PutsTheUpperOneLast()
    {
        var bytes = new ArrayBufferWriter<byte>();

        bytes.WriteTag(RtmpMessageType.Audio, 0x0A0B_0C0D, [7, 8]);

        Assert.That(bytes.WrittenSpan.ToArray(), Is.EqualTo(new byte[] { 8, 0, 0, 2, 0x0B, 0x0C, 0x0D, 0x0A, 0, 0, 0, 7, 8, 0, 0, 0, 13 }));
        Assert.That(FlvTag.ReadHeader(bytes.WrittenSpan), Is.EqualTo((RtmpMessageType.Audio, 2, 0x0A0B_0C0Du)));
    }

    private static RtmpMessage Message(byte type, byte[] payload) => new(type, 1, 0, payload);
}
