using Microsoft.Extensions.Time.Testing;
using VideoChat.Domain.Common;

namespace VideoChat.Domain.UnitTests.Common;

public sealed class TimestampsTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(9)]
    public void UtcTimestamp_WhenTheClockIsFiner_IsCutToTheMicrosecond(int ticks)
    {
        var whole = new DateTime(2026, 1, 2, 3, 4, 5, 678, 901, DateTimeKind.Utc);
        var clock = new FakeTimeProvider(new DateTimeOffset(whole.AddTicks(ticks)));

        var timestamp = clock.UtcTimestamp();

        Assert.That(timestamp, Is.EqualTo(whole));
    }

    [Test]
    public void UtcTimestamp_WhenTheClockHasAnOffset_IsUtc()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.FromHours(5)));

        var timestamp = clock.UtcTimestamp();

        Assert.That(timestamp, Is.EqualTo(new DateTime(2026, 1, 1, 22, 0, 0)));
        Assert.That(timestamp.Kind, Is.EqualTo(DateTimeKind.Utc));
    }
}
