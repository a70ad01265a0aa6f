using VideoChat.Domain.Webhooks;

namespace VideoChat.Domain.UnitTests.Webhooks;

public sealed class WebhookDeliveryTests
{
    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Test]
    public void Create_Always_IsDueImmediately()
    {
        var delivery = Create();

        Assert.That((delivery.State, delivery.NextAttemptAt, delivery.Tries), Is.EqualTo((WebhookDeliveryState.Pending, Now, 0)));
    }

    [TestCase(200)]
    [TestCase(204)]
    [TestCase(299)]
    public void Attempted_WhenTheAnswerIs2xx_IsDelivered(int status)
    {
        var delivery = Create();

        delivery.Attempted(Some.Attempt(Now, status), TimeSpan.FromSeconds(5));

        Assert.That(delivery.State, Is.EqualTo(WebhookDeliveryState.Delivered));
    }

    [TestCase(199)]
    [TestCase(301)]
    [TestCase(404)]
    [TestCase(500)]
    public void Attempted_WhenTheAnswerIsAnother_WaitsForTheNext(int status)
    {
        var delivery = Create();

        delivery.Attempted(Some.Attempt(Now.AddSeconds(1), status), TimeSpan.FromSeconds(5));

        Assert.That((delivery.State, delivery.NextAttemptAt, delivery.Tries), Is.EqualTo((WebhookDeliveryState.Pending, Now.AddSeconds(6), 1)));
    }

    [Test]
    public void Attempted_WhenItWasTheLast_HasFailed()
    {
        var delivery = Create();

        delivery.Attempted(Some.Attempt(Now, 500), null);

        Assert.That(delivery.State, Is.EqualTo(WebhookDeliveryState.Failed));
    }

    [Test]
    public void Attempted_WhenTheAnswerIs410_HasFailedDespiteRemainingAttempts()
    {
        var delivery = Create();

        delivery.Attempted(Some.Attempt(Now, 410), TimeSpan.FromSeconds(5));

        Assert.That(delivery.State, Is.EqualTo(WebhookDeliveryState.Failed));
    }

    [Test]
    public void Replay_WhenItHasFailed_IsDueImmediatelyWithAllAttemptsAndKeepsTheOldOnes()
    {
        var delivery = Create();
        delivery.Attempted(Some.Attempt(Now, 500), null);

        delivery.Replay(Now.AddDays(1));

        Assert.That((delivery.State, delivery.NextAttemptAt, delivery.Tries), Is.EqualTo((WebhookDeliveryState.Pending, Now.AddDays(1), 0)));
        Assert.That(delivery.Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public void Attempted_WhenThereWereMany_RemembersTheNewest()
    {
        var delivery = Create();
        for (var i = 0; i <= WebhookDelivery.MaxAttempts; i++)
            delivery.Attempted(Some.Attempt(Now.AddSeconds(i), 500), TimeSpan.Zero);

        Assert.That(delivery.Attempts, Has.Count.EqualTo(WebhookDelivery.MaxAttempts));
        Assert.That(delivery.Attempts[0].At, Is.EqualTo(Now.AddSeconds(1)));
    }

    private static WebhookDelivery Create() =>
        WebhookDelivery.Create(Guid.NewGuid(), Guid.NewGuid(), "room.created", Guid.NewGuid(), "{}", Now);
}
