using VideoChat.LoadTests.Order;

namespace VideoChat.LoadTests.UnitTests;

internal sealed class SequenceTests
{
    [Test]
    public void Take_WhenAllComeInOrder_FindsNothing()
    {
        var sequence = Of(1, 2, 3);

        Assert.That((sequence.LostOf(3), sequence.Doubled, sequence.OutOfOrder), Is.EqualTo((0L, 0L, 0L)));
    }

    [Test]
    public void Take_WhenOneNeverComes_CountsItAsLost()
    {
        var sequence = Of(1, 2, 4);

        Assert.That((sequence.LostOf(4), sequence.Doubled, sequence.OutOfOrder), Is.EqualTo((1L, 0L, 0L)));
    }

    [Test]
    public void LostOf_WhenTheLastOnesNeverArrive_CountsThem()
    {
        var sequence = Of(1, 2);

        Assert.That(sequence.LostOf(5), Is.EqualTo(3));
    }

    [Test]
    public void Take_WhenOneComesTwice_CountsItAsDoubled()
    {
        var sequence = Of(1, 2, 2, 3, 1);

        Assert.That((sequence.LostOf(3), sequence.Doubled, sequence.OutOfOrder), Is.EqualTo((0L, 2L, 0L)));
    }

    [Test]
    public void Take_WhenOneComesLate_CountsItAsOutOfOrderAndNotAsLost()
    {
        var sequence = Of(1, 3, 2, 4);

        Assert.That((sequence.LostOf(4), sequence.Doubled, sequence.OutOfOrder), Is.EqualTo((0L, 0L, 1L)));
    }

    private static Sequence Of(params ReadOnlySpan<int> numbers)
    {
        var sequence = new Sequence();
        foreach (var number in numbers)
            sequence.Take(number);
        return sequence;
    }
}
