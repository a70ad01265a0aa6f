using Microsoft.Extensions.Time.Testing;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SignalGathererTests
{
    private static readonly FrameBatch Signal = new(new byte[] { 1 }, 1);

    private readonly FakeTimeProvider _clock = Some.Clock();
    private readonly SignalGatherer _gatherer;

    public SignalGathererTests() => _gatherer = new SignalGatherer(_clock);

    [Test]
    public void Add_WhenNothingWasSentYet_IsDue()
    {
        var wait = Add();

        Assert.That(wait, Is.EqualTo(TimeSpan.Zero));
    }

    [TestCase(0, 50)]
    [TestCase(20, 30)]
    [TestCase(49, 1)]
    [TestCase(50, 0)]
    [TestCase(1_000, 0)]
    public void Add_WhenSomethingWasSent_WaitsForTheRestOf50Milliseconds(int passed, int expected)
    {
        Add();
        _gatherer.Send([]);
        _clock.Advance(TimeSpan.FromMilliseconds(passed));

        var wait = Add();

        Assert.That(wait, Is.EqualTo(TimeSpan.FromMilliseconds(expected)));
    }

    [Test]
    public void Send_WhenNothingWaits_DoesNotDelayTheNext()
    {
        _gatherer.Send([]);

        var wait = Add();

        Assert.That(wait, Is.EqualTo(TimeSpan.Zero));
    }

    private TimeSpan Add() => _gatherer.Add(Signal, Guid.NewGuid());
}
