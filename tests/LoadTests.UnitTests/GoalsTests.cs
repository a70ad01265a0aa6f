using VideoChat.LoadTests.Comparison;

namespace VideoChat.LoadTests.UnitTests;

internal sealed class GoalsTests
{
    private static readonly Goal Faster = Goal.AtLeast(2, "floor", "fanout", "fan-out");

    [TestCase(200, true)]
    [TestCase(199, false)]
    public void IsMet_WhenBothWereMeasured_ComparesTheFigureWithTheLimit(double ours, bool expected)
    {
        var results = new Results(
        [
            $"videochat fanout deliveries_per_second {ours}",
            "floor fanout deliveries_per_second 100",
        ]);

        Assert.That(Faster.IsMet(results), Is.EqualTo(expected));
    }

    [Test]
    public void IsMet_WhenAFigureIsMissing_IsUnknown()
    {
        Assert.That(Faster.IsMet(new Results(["videochat fanout deliveries_per_second 100"])), Is.Null);
    }
}
