using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Frames;

public sealed class EventBatchTests
{
    [TestCase(0)]
    [TestCase(3)]
    [TestCase(4)]
    public void After_WhenNoneOfTheBatchIsThatOld_IsTheWhole(long seq)
    {
        var batch = Some.Batch(5, 8);

        var rest = batch.After(seq);

        Assert.That(rest, Is.SameAs(batch));
    }

    [TestCase(5)]
    [TestCase(6)]
    [TestCase(7)]
    public void After_WhenPartOfTheBatchIsThatOld_IsTheRestWithItsOffsets(long seq)
    {
        var batch = Some.Batch(5, 8);

        var rest = batch.After(seq);

        Assert.That((rest.FirstSeq, rest.LastSeq), Is.EqualTo((seq + 1, 8L)));
        Assert.That(rest.Bytes.ToArray(), Is.EqualTo(Some.Bytes(seq + 1, 8)));
        Assert.That(rest.Offsets, Is.EqualTo(Some.Batch(seq + 1, 8).Offsets));
        Assert.That(rest.Frames.FrameCount, Is.EqualTo(8 - seq));
    }

    [TestCase(8)]
    [TestCase(9)]
    [TestCase(long.MaxValue)]
    public void After_WhenAllOfTheBatchIsThatOld_IsEmpty(long seq)
    {
        var rest = Some.Batch(5, 8).After(seq);

        Assert.That(rest.Frames.FrameCount, Is.Zero);
        Assert.That(rest.Bytes.IsEmpty, Is.True);
    }

    [Test]
    public void After_WhenCutTwice_IsAsIfCutOnce()
    {
        var rest = Some.Batch(1, 9).After(3).After(6);

        Assert.That(rest.Bytes.ToArray(), Is.EqualTo(Some.Bytes(7, 9)));
        Assert.That(rest.FirstSeq, Is.EqualTo(7));
    }
}
