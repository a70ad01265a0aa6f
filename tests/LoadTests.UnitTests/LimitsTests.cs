using VideoChat.LoadTests.Scaling;
using ScalingLimits = VideoChat.LoadTests.Scaling.Limits;

namespace VideoChat.LoadTests.UnitTests;

internal sealed class LimitsTests
{
    private const double RoundTime = 0.013;

    private static readonly int[] NodeCounts = [1, 2, 4, 8, 16, 32, 64];

    [TestCase(2)]
    [TestCase(10)]
    [TestCase(100)]
    [TestCase(10_000)]
    public void Of_WhenRoundsAndReadsAreDearForTheDatabase_TwiceTheMachinesHoldTwiceAsMuch(int members)
    {
        var limits = CreateLimits(databaseRound: 3_600, databaseMessage: 0, databaseRead: 60);

        var messages = NodeCounts.Select(nodes => limits.Of(Idle(nodes, members)).Load.Messages).ToList();

        var growth = messages.Zip(messages.Skip(1), (few, many) => many / few);
        Assert.That(growth, Has.All.EqualTo(2).Within(10).Percent);
    }

    [Test]
    public void Of_WhenTheDatabaseHasNoTimeForAllRounds_TheyTakeOnlyAsLongAsNeeded()
    {
        var limits = CreateLimits(databaseRound: 3_600, databaseMessage: 0);

        var limit = limits.Of(Idle(nodes: 32, members: 2));

        // 32 rounds of 3.6 ms take 36 ms on 80 % of four cores, or a little less because of the pauses between rounds.
        Assert.That(limit.Load.RoundTime, Is.EqualTo(0.036).Within(0.001));
        Assert.That(limits.Of(Idle(nodes: 4, members: 2)).Load.RoundTime, Is.EqualTo(RoundTime));
    }

    [Test]
    public void Of_WhenEachMessageCostsTheDatabase_ThatIsTheLimitOfAllMachines()
    {
        var limits = CreateLimits(databaseRound: 3_600, databaseMessage: 100);

        var some = limits.Of(Idle(nodes: 16, members: 2));
        var more = limits.Of(Idle(nodes: 32, members: 2));

        Assert.That((some.Part, more.Part), Is.EqualTo((Part.Database, Part.Database)));
        // Without rounds, the limit would be 32,000 messages: 80 % of four cores at 100 µs each.
        Assert.That(some.Load.Messages, Is.EqualTo(32_000).Within(15).Percent);
        Assert.That(more.Load.Messages, Is.EqualTo(some.Load.Messages).Within(10).Percent);
        Assert.That(more.Load.RoundTime, Is.EqualTo(ScalingLimits.LongestRound).Within(0.001));
    }

    private static Load Idle(int nodes, int members) => new(nodes, Rooms: 100, members, Messages: 0, RoundTime);

    private static ScalingLimits CreateLimits(double databaseRound, double databaseMessage, double databaseRead = 0) => new(
        [
            new Cost(Part.Nodes, [7_000, 5, 13, 1.4, 0, 100_000]),
            new Cost(Part.Database, [databaseRound, databaseMessage, databaseRead, 0]),
            new Cost(Part.Redis, [0, 1, 0]),
        ],
        [1, 4, 1]);
}
