using VideoChat.Infrastructure.LiveStreams.Local.Flv;
using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Flv;

public sealed class MediaTagTests
{
    // The first byte contains the frame type and the codec id or, in enhanced RTMP, 1, the frame type and the packet type. The
    // FourCC follows.
    [TestCase("90" + "68766331" + "0000", "HEVC (H.265) video")]
    [TestCase("90" + "61763031" + "0000", "AV1 video")]
    [TestCase("91" + "76703039" + "0000", "VP9 video")]
    [TestCase("93" + "68766331" + "0000", "HEVC (H.265) video")]
    [TestCase("90" + "61766331" + "0000", "H.264 in the enhanced RTMP format as video")]
    [TestCase("96" + "00" + "68766331" + "0000", "HEVC (H.265) video", Description = "multitrack: one track")]
    [TestCase("97" + "02AABBCC" + "01" + "68766331" + "0000", "HEVC (H.265) video", Description = "a timestamp extension first")]
    [TestCase("90" + "01020304" + "0000", "an unknown kind (01020304) of video")]
    [TestCase("90", "an unknown kind of video")]
    [TestCase("1C0000000000", "HEVC (H.265) video", Description = "codec id 12, an older habit")]
    [TestCase("120000", "Sorenson H.263 video")]
    public void Read_WhenTheVideoIsNotH264_NamesTheCodec(string payload, string codec) =>
        Assert.That(Read(RtmpMessageType.Video, payload)!.Value.Unsupported, Is.EqualTo(codec));

    [TestCase("2F00", "MP3 audio")]
    [TestCase("90" + "4F707573" + "00", "Opus audio")]
    [TestCase("91" + "2E6D7033" + "00", "MP3 audio")]
    [TestCase("95" + "00" + "664C6143", "FLAC audio")]
    [TestCase("B200", "Speex audio")]
    [TestCase("3E00", "PCM audio")]
    public void Read_WhenTheAudioIsNotAac_NamesTheCodec(string payload, string codec) =>
        Assert.That(Read(RtmpMessageType.Audio, payload)!.Value.Unsupported, Is.EqualTo(codec));

    [Test]
    public void Read_WhenItIsH264OrAac_TellsConfigurationsAndKeyFrames()
    {
        Assert.That(Read(RtmpMessageType.Video, "170000000001"), Is.EqualTo(new MediaTag(true, true, true, null)));
        Assert.That(Read(RtmpMessageType.Video, "170100000001"), Is.EqualTo(new MediaTag(true, false, true, null)));
        Assert.That(Read(RtmpMessageType.Video, "270100000001"), Is.EqualTo(new MediaTag(true, false, false, null)));
        Assert.That(Read(RtmpMessageType.Audio, "AF0012"), Is.EqualTo(new MediaTag(false, true, true, null)));
        Assert.That(Read(RtmpMessageType.Audio, "AF0121"), Is.EqualTo(new MediaTag(false, false, true, null)));
    }

    [TestCase(RtmpMessageType.Video, "")]
    [TestCase(RtmpMessageType.Video, "57", Description = "a command")]
    [TestCase(RtmpMessageType.Video, "D000", Description = "a command of enhanced RTMP")]
    [TestCase(RtmpMessageType.Video, "170200000000", Description = "the end of a sequence")]
    [TestCase(RtmpMessageType.Audio, "")]
    [TestCase(RtmpMessageType.Audio, "AF01", Description = "no sound")]
    [TestCase(RtmpMessageType.Data, "02")]
    public void Read_WhenThereIsNothingToShow_IsNull(byte type, string payload) => Assert.That(Read(type, payload), Is.Null);

    [FsCheck.NUnit.Property(MaxTest = 2_000)]
    public void Read_WhenBytesAreArbitrary_DoesNotThrow(byte[] payload, bool isVideo) =>
        MediaTag.Read(new RtmpMessage(isVideo ? RtmpMessageType.Video : RtmpMessageType.Audio, 1, 0, payload));

    private static MediaTag? Read(byte type, string payload) =>
        MediaTag.Read(new RtmpMessage(type, 1, 0, Convert.FromHexString(payload)));
}
