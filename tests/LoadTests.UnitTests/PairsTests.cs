using VideoChat.LoadTests.Comparison;

namespace VideoChat.LoadTests.UnitTests;

internal sealed class PairsTests
{
    [Test]
    public void Of_WithSevenPairs_IsTheWholeRange()
    {
        var ratio = MedianRatio.Of([1.1, 0.9, 1.0, 1.02, 0.98, 1.04, 0.96]);

        // The interval must reach the extremes. All ratios are on one side of the true median in 2 of 128 cases, but all except one
        // are in 16.
        Assert.That(ratio, Is.EqualTo(new MedianRatio(1.0, 0.9, 1.1)));
    }

    [Test]
    public void Of_WithTwentyPairs_LeavesOutFiveOnEachSide()
    {
        var ratio = MedianRatio.Of(Enumerable.Range(1, 20).Select(i => (double)i));

        Assert.That(ratio, Is.EqualTo(new MedianRatio(10.5, 6, 15)));
    }

    [Test]
    public void Of_WithSixPairs_IsNoMeasurement()
    {
        Assert.That(() => MedianRatio.Of(Enumerable.Repeat(1.0, 6)), Throws.TypeOf<MeasurementException>());
    }

    [TestCase(0.95, "messages_per_second", 3)]
    [TestCase(0.98, "messages_per_second", 0)]
    [TestCase(1.20, "messages_per_second", 0)]
    [TestCase(1.05, "server_cpu_each", 3)]
    [TestCase(1.02, "server_cpu_each", 0)]
    [TestCase(0.80, "server_cpu_each", 0)]
    public void Print_FailsIfTheWholeIntervalIsWorse(double ratio, string key, int expected)
    {
        Assert.That(Print(Enumerable.Range(1, 7).Select(_ => ratio), key), Is.EqualTo(expected));
    }

    [Test]
    public void Print_WhenOnePairSaysOtherwise_Passes()
    {
        Assert.That(Print([0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.98], "messages_per_second"), Is.Zero);
    }

    private static int Print(IEnumerable<double> ratios, string key)
    {
        var lines = ratios.SelectMany((ratio, i) => new[]
        {
            $"old-{i + 1} fanout {key} 1000", FormattableString.Invariant($"new-{i + 1} fanout {key} {ratio * 1000}"),
        });
        return Pairs.Print(new Results(lines), tolerance: 0.03, TextWriter.Null);
    }
}
