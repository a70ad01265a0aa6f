using VideoChat.Domain.Webhooks;

namespace VideoChat.Domain.UnitTests.Webhooks;

public sealed class RetryScheduleTests
{
    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [TestCase(0, 0.0, 0.0)]
    [TestCase(1, 0.0, 100.0)]
    [TestCase(1, 0.5, 110.0)]
    [TestCase(1, 1.0, 120.0)]
    public void After_WhenTriesAreLeft_LengthensTheWaitByUpToAFifth(int tries, double chance, double seconds) =>
        Assert.That(Schedule().After(tries, chance)?.TotalSeconds, Is.EqualTo(seconds).Within(0.001));

    [Test]
    public void After_WhenAllTriesAreUsed_IsNothing() => Assert.That(Schedule().After(2, 0), Is.Null);

    [TestCase(429)]
    [TestCase(502)]
    [TestCase(504)]
    [TestCase(null)]
    public void PauseAfter_WhenTheEndpointIsOverloadedOrAway_IsTheWaitButAMinuteAtMost(int? status)
    {
        var attempt = new WebhookAttempt(Now, 1, status, status is null ? "The connection was refused" : null, null);

        Assert.That(RetrySchedule.PauseAfter(attempt, null, TimeSpan.FromSeconds(5)), Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(RetrySchedule.PauseAfter(attempt, null, TimeSpan.FromHours(2)), Is.EqualTo(TimeSpan.FromMinutes(1)));
        Assert.That(RetrySchedule.PauseAfter(attempt, null, null), Is.EqualTo(TimeSpan.FromMinutes(1)));
    }

    [TestCase(200)]
    [TestCase(302)]
    [TestCase(400)]
    [TestCase(500)]
    public void PauseAfter_WhenTheAnswerSaysNothingOfLoad_IsNone(int status) =>
        Assert.That(RetrySchedule.PauseAfter(Some.Attempt(Now, status), null, TimeSpan.FromSeconds(5)), Is.Null);

    [TestCase(503)]
    [TestCase(429)]
    public void PauseAfter_WhenTheEndpointSaysHowLong_IsThatButADayAtMost(int status)
    {
        var attempt = Some.Attempt(Now, status);

        Assert.That(RetrySchedule.PauseAfter(attempt, TimeSpan.FromHours(1), TimeSpan.FromSeconds(5)), Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(RetrySchedule.PauseAfter(attempt, TimeSpan.FromDays(30), null), Is.EqualTo(TimeSpan.FromHours(24)));
    }

    [Test]
    public void PauseAfter_WhenItSucceeded_IsNone() =>
        Assert.That(RetrySchedule.PauseAfter(Some.Attempt(Now, 200), TimeSpan.FromHours(1), null), Is.Null);

    private static RetrySchedule Schedule() => new([TimeSpan.Zero, TimeSpan.FromSeconds(100)]);
}
