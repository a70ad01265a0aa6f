using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime;

public sealed class SocketDrainTests
{
    [TestCase(0, 2, 1)]
    [TestCase(1, 2, 1)]
    [TestCase(10, 2, 10)]
    [TestCase(41, 2, 40)]
    [TestCase(50_000, 0, 1)]
    [TestCase(500_000, 300, 6_000)]
    public void Split_WithAnyCount_HasAsManyStepsAsFitAndClosesEachOnce(int sockets, int seconds, int steps)
    {
        var ranges = SocketDrain.Split(sockets, TimeSpan.FromSeconds(seconds));

        var sizes = ranges.Select(range => range.GetOffsetAndLength(sockets).Length).ToList();
        Assert.That(ranges, Has.Count.EqualTo(steps));
        Assert.That(ranges.SelectMany(range => Enumerable.Range(0, sockets).Take(range)), Is.EqualTo(Enumerable.Range(0, sockets)));
        Assert.That(sizes.Max() - sizes.Min(), Is.LessThanOrEqualTo(1));
    }
}
