using System.Diagnostics;
using VideoChat.LoadTests.Measures;

namespace VideoChat.LoadTests.UnitTests;

internal sealed class LatenciesTests
{
    [TestCase(0.50, 500)]
    [TestCase(0.95, 950)]
    [TestCase(0.99, 990)]
    [TestCase(1.00, 1_000)]
    public void Milliseconds_WhenDurationsAreSpreadEvenly_IsTheShareWithinTwoPercent(double share, double expected)
    {
        var latencies = new Latencies();
        for (var i = 1; i <= 1_000; i++)
            latencies.Add(i * Stopwatch.Frequency / 1_000);

        Assert.That(latencies.Milliseconds(share), Is.EqualTo(expected).Within(2).Percent);
    }
}
