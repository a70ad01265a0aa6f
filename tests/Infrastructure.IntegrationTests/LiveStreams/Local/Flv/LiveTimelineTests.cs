using Microsoft.Extensions.Time.Testing;
using VideoChat.Infrastructure.LiveStreams.Local.Flv;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local.Flv;

public sealed class LiveTimelineTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LiveTimeline _timeline;

    public LiveTimelineTests() => _timeline = new LiveTimeline(_clock);

    [Test]
    public void Place_WhenTimestampsWrapAround_Continues()
    {
        _timeline.Begin(uint.MaxValue - 99);

        Assert.That(Place(true, uint.MaxValue - 99), Is.EqualTo((TimelineStep.Fits, 0u)));
        Assert.That(Place(true, 900), Is.EqualTo((TimelineStep.Fits, 1_000u)));
        Assert.That(Place(false, 800), Is.EqualTo((TimelineStep.Fits, 900u)));
    }

    [TestCase(3_600_000)]
    [TestCase(5_000)]
    [TestCase(-5_000)]
    public void Place_WhenTimestampsJump_SaysSo(int jump)
    {
        _timeline.Begin(10_000);
        Place(true, 10_000);

        Assert.That(Place(true, (uint)(10_000 + jump)).Step, Is.EqualTo(TimelineStep.Jump));
    }

    [Test]
    public void Place_WhenThatTimeReallyPassed_IsNoJump()
    {
        _timeline.Begin(0);
        Place(true, 0);

        _clock.Advance(TimeSpan.FromSeconds(8));

        Assert.That(Place(true, 8_500), Is.EqualTo((TimelineStep.Fits, 8_500u)));
    }

    [Test]
    public void Place_WhenTheOtherTrackStillHasTheOldTime_LeavesItOut()
    {
        _timeline.Begin(3_600_000);
        Place(true, 3_600_000);

        Assert.That(Place(false, 12_000).Step, Is.EqualTo(TimelineStep.Stray));
        Assert.That(Place(false, 3_600_010), Is.EqualTo((TimelineStep.Fits, 10u)));
    }

    [Test]
    public void Place_WhenAnotherTrackBeginsBeforeTheKeyFrame_LeavesItOut()
    {
        _timeline.Begin(1_000);
        Place(true, 1_000);

        Assert.That(Place(false, 990).Step, Is.EqualTo(TimelineStep.Stray));
    }

    private (TimelineStep Step, uint Time) Place(bool isVideo, uint timestamp) =>
        (_timeline.Place(isVideo, timestamp, out var time), time);
}
