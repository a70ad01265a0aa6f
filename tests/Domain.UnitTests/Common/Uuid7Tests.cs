using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Domain.Common;

namespace VideoChat.Domain.UnitTests.Common;

public sealed class Uuid7Tests
{
    [Test]
    public void Next_WhenCalledInATightLoop_RisesAlways()
    {
        var ids = Enumerable.Range(0, 100_000).Select(_ => Uuid7.Next()).ToList();

        Assert.That(ids, Is.Ordered.Ascending.And.Unique);
    }

    [Test]
    public void Next_WhenCalledInATightLoop_RisesAsTextToo()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => Uuid7.Next().ToString()).ToList();

        Assert.That(ids, Is.Ordered.Ascending.Using<string>(string.CompareOrdinal));
    }

    [Test]
    public void Next_WhenManyThreadsCall_RisesOnEachAndNeverRepeats()
    {
        var ofThreads = new ConcurrentBag<List<Guid>>();
        var threads = Enumerable.Range(0, 8)
            .Select(_ => new Thread(() => ofThreads.Add([.. Enumerable.Range(0, 10_000).Select(_ => Uuid7.Next())])))
            .ToList();

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.That(ofThreads, Has.Count.EqualTo(8));
        Assert.That(ofThreads, Is.All.Ordered);
        Assert.That(ofThreads.SelectMany(ids => ids).Distinct().Count(), Is.EqualTo(80_000));
    }

    [Test]
    public void Next_WhenCalled_HasVersion7AndTheVariantOfTheRfc()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => Uuid7.Next()).ToList();

        Assert.That(ids.Select(id => id.Version), Is.All.EqualTo(7));
        Assert.That(ids.Select(id => id.Variant), Is.All.InRange(8, 11));
    }

    [Test]
    public void Next_WhenWritten_IsLowerCaseWithHyphens()
    {
        var text = Uuid7.Next().ToString();

        Assert.That(text, Does.Match("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
    }

    // Only this test may advance the clock. The generator never goes back, so the ids of a second test would not contain the time that it
    // expects.
    [Test]
    public void Next_WhenTheClockIsAheadAndThenBack_CarriesTheTimeAndStillRises()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2100, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));

        var ahead = Uuid7.Next(clock);
        var back = Uuid7.Next();

        Assert.That(MillisecondsOf(ahead), Is.EqualTo(clock.GetUtcNow().ToUnixTimeMilliseconds()));
        Assert.That(back, Is.GreaterThan(ahead));
    }

    private static long MillisecondsOf(Guid id) =>
        long.Parse(id.ToString("N")[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
