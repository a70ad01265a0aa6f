using FsCheck;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Rooms;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Rooms;

public sealed class ReorderBufferTests
{
    [Test]
    public void Take_WhenBatchesArriveInOrder_PassesEachImmediately()
    {
        var buffer = new ReorderBuffer(Some.Position(4));

        var first = buffer.Take(Some.Batch(5, 6)).ToList();
        var second = buffer.Take(Some.Batch(7, 7)).ToList();

        Assert.That(first.Single().Bytes.ToArray(), Is.EqualTo(Some.Bytes(5, 6)));
        Assert.That(second.Single().Bytes.ToArray(), Is.EqualTo(Some.Bytes(7, 7)));
        Assert.That(buffer.LastSeq, Is.EqualTo(7));
        Assert.That(buffer.Gap, Is.Null);
    }

    [Test]
    public void Take_WhenABatchComesEarly_HoldsItAndNamesTheGap()
    {
        var buffer = new ReorderBuffer(Some.Position(4));

        var released = buffer.Take(Some.Batch(8, 9)).ToList();

        Assert.That(released, Is.Empty);
        Assert.That(buffer.Gap, Is.Not.Null);
        Assert.That(buffer.Gap, Is.EqualTo((5, 7)));
        Assert.That(buffer.LastSeq, Is.EqualTo(4));
    }

    [Test]
    public void Take_WhenTheGapIsFilled_ReleasesWhatWaited()
    {
        var buffer = new ReorderBuffer(Some.Position(4));
        _ = buffer.Take(Some.Batch(8, 9)).ToList();

        var released = buffer.Take(Some.Batch(5, 7)).ToList();

        Assert.That(released.SelectMany(batch => batch.Bytes.ToArray()), Is.EqualTo(Some.Bytes(5, 9)));
        Assert.That(buffer.Gap, Is.Null);
    }

    [Test]
    public void Take_WhenPartOfTheGapIsFilled_NamesTheRest()
    {
        var buffer = new ReorderBuffer(Some.Position(4));
        _ = buffer.Take(Some.Batch(8, 9)).ToList();

        _ = buffer.Take(Some.Batch(5, 5)).ToList();

        Assert.That(buffer.Gap, Is.EqualTo((6, 7)));
    }

    [Test]
    public void Take_WhenABatchWasSeenBefore_DropsIt()
    {
        var buffer = new ReorderBuffer(Some.Position(4));
        _ = buffer.Take(Some.Batch(5, 6)).ToList();

        var released = buffer.Take(Some.Batch(5, 6)).ToList();

        Assert.That(released, Is.Empty);
        Assert.That(buffer.LastSeq, Is.EqualTo(6));
    }

    [TestCase(3, 4)]
    [TestCase(4, 3)]
    public void Take_WhenTwoEarlyBatchesBeginAlike_LetsThroughTheLonger(long firstEnd, long secondEnd)
    {
        var buffer = new ReorderBuffer(Some.Position(0));
        _ = buffer.Take(Some.Batch(3, firstEnd)).ToList();
        _ = buffer.Take(Some.Batch(3, secondEnd)).ToList();

        var released = buffer.Take(Some.Batch(1, 2)).ToList();

        Assert.That(released.SelectMany(batch => batch.Bytes.ToArray()), Is.EqualTo(Some.Bytes(1, 4)));
    }

    [TestCase(5, 6, Description = "follows")]
    [TestCase(4, 6, Description = "overlaps")]
    [TestCase(1, 4, Description = "ends with the last event")]
    public void Take_WhenABatchIsOfAnotherLog_HasDivergedAndPassesNothing(long first, long last)
    {
        var buffer = new ReorderBuffer(Some.Position(4));

        var released = buffer.Take(Some.Batch(first, last, branch: 1)).ToList();

        Assert.That(buffer.HasDiverged, Is.True);
        Assert.That(released, Is.Empty);
        Assert.That(buffer.Take(Some.Batch(5, 6)), Is.Empty);
        Assert.That(buffer.Last, Is.EqualTo(Some.Position(4)));
    }

    [Test]
    public void Newest_WhenEventsWait_IsThatOfTheLastOne()
    {
        var buffer = new ReorderBuffer(Some.Position(4));
        Assert.That(buffer.Newest, Is.EqualTo(Some.Position(4)));

        _ = buffer.Take(Some.Batch(7, 8)).ToList();
        _ = buffer.Take(Some.Batch(6, 6)).ToList();

        Assert.That(buffer.Newest, Is.EqualTo(Some.Position(8)));
    }

    [FsCheck.NUnit.Property(MaxTest = 100_000), Category(Tier.Long)]
    public void Take_InManyOrdersOfArrival_PassesTheWholeLogInOrderAndOnce(
        NonNegativeInt start, PositiveInt length, Tuple<byte, byte>[] pieces, int[] order) =>
        Take_InAnyOrderOfArrival_PassesTheWholeLogInOrderAndOnce(start, length, pieces, order);

    /// <summary>Passes pieces of a log in any order, overlapping and repeated, and then each event once in any order.</summary>
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public void Take_InAnyOrderOfArrival_PassesTheWholeLogInOrderAndOnce(
        NonNegativeInt start, PositiveInt length, Tuple<byte, byte>[] pieces, int[] order)
    {
        var first = start.Get % 10 + 1L;
        var last = first + length.Get % 30;
        var buffer = new ReorderBuffer(Some.Position(first - 1));
        var arrivals = pieces.Select(piece => Piece(first, last, piece)).Concat(Singles(first, last, order)).ToList();

        var released = arrivals.SelectMany(buffer.Take).ToList();

        Assert.That(released.SelectMany(batch => batch.Bytes.ToArray()), Is.EqualTo(Some.Bytes(first, last)));
        Assert.That(released.Skip(1).Select(batch => batch.FirstSeq), Is.EqualTo(released.SkipLast(1).Select(batch => batch.LastSeq + 1)));
        Assert.That(buffer.LastSeq, Is.EqualTo(last));
        Assert.That(buffer.Gap, Is.Null);
    }

    [FsCheck.NUnit.Property(MaxTest = 100_000), Category(Tier.Long)]
    public void Take_AfterManyArrivals_PassesTheCompletePrefixAndReportsTheGap(PositiveInt length, Tuple<byte, byte>[] pieces) =>
        Take_AfterAnyArrivals_PassesTheCompletePrefixAndReportsTheGap(length, pieces);

    /// <summary>The events that pass are a prefix of the log, and the reported gap is the next missing event.</summary>
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public void Take_AfterAnyArrivals_PassesTheCompletePrefixAndReportsTheGap(PositiveInt length, Tuple<byte, byte>[] pieces)
    {
        var last = 1L + length.Get % 12;
        var buffer = new ReorderBuffer(Some.Position(0));
        var arrivals = pieces.Select(piece => Piece(1, last, piece)).ToList();

        var released = arrivals.SelectMany(buffer.Take).ToList();

        var arrived = arrivals.SelectMany(batch => Numbers(batch.FirstSeq, batch.LastSeq)).ToHashSet();
        var whole = Numbers(1, last).TakeWhile(arrived.Contains).Count();
        Assert.That(released.SelectMany(batch => batch.Bytes.ToArray()), Is.EqualTo(Some.Bytes(1, whole)));
        Assert.That(buffer.Gap is not null, Is.EqualTo(arrived.Count > whole));
        if (buffer.Gap is not null)
            Assert.That(buffer.Gap, Is.EqualTo((whole + 1, arrived.Where(seq => seq > whole).Min() - 1)));
    }

    private static EventBatch Piece(long first, long last, Tuple<byte, byte> piece)
    {
        var from = first + piece.Item1 % (last - first + 1);
        return Some.Batch(from, Math.Min(last, from + piece.Item2 % 4));
    }

    private static IEnumerable<EventBatch> Singles(long first, long last, int[] order) => Numbers(first, last)
        .OrderBy(seq => order.Length == 0 ? 0 : order[seq % order.Length])
        .Select(seq => Some.Batch(seq, seq));

    private static IEnumerable<long> Numbers(long first, long last) =>
        Enumerable.Range((int)first, (int)(last - first + 1)).Select(seq => (long)seq);
}
