using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Webhooks;
using VideoChat.Application.Webhooks.ReplayWebhookDelivery;
using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.UnitTests.Webhooks.ReplayWebhookDelivery;

public sealed class ReplayWebhookDeliveryTests
{
    private readonly FakeWebhooks _webhooks = new();

    [Test]
    public async Task Handle_WhenItHasFailed_SendsItAgainByTheDeliveryClockAndEndsThePause()
    {
        var (endpoint, delivery) = AddFailed();

        var replayed = await HandleAsync(delivery.Id);

        Assert.That(
            (replayed.Id, replayed.State, replayed.NextAttemptAt),
            Is.EqualTo((delivery.Id, WebhookDeliveryState.Pending, (DateTime?)_webhooks.DeliveryTime)));
        Assert.That(replayed.Attempts, Has.Count.EqualTo(1), "The earlier attempts stay visible.");
        Assert.That(_webhooks.Deliveries.Single().Replays, Is.EqualTo(1));
        Assert.That(endpoint.PausedUntil, Is.Null);
    }

    [Test]
    public void Handle_WhenTheEndpointIsDisabled_ChangesNothing()
    {
        var (endpoint, delivery) = AddFailed();
        endpoint.Disable("By hand.");

        Assert.That(
            () => HandleAsync(delivery.Id),
            Throws.InstanceOf<DomainException>().With.Message.EqualTo("This webhook is disabled; enable it first."));
        Assert.That((delivery.State, delivery.Replays), Is.EqualTo((WebhookDeliveryState.Failed, 0)));
        Assert.That(_webhooks.Saves, Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Handle_WhenTheDeliveryOrItsEndpointDoesNotExist_Throws(bool exists)
    {
        var deliveryId = exists ? _webhooks.AddDelivery(Guid.NewGuid()).Id : Guid.NewGuid();

        Assert.That(
            () => HandleAsync(deliveryId), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Delivery not found"));
    }

    private (WebhookEndpoint Endpoint, WebhookDelivery Delivery) AddFailed()
    {
        var endpoint = _webhooks.AddEndpoint();
        var delivery = _webhooks.AddDelivery(endpoint.Id);
        var attempt = new WebhookAttempt(Some.Time, 5, 429, null, "");
        delivery.Attempted(attempt, null);
        endpoint.Attempted(endpoint.Url, attempt, TimeSpan.FromHours(1), TimeSpan.FromDays(1));
        return (endpoint, delivery);
    }

    private Task<WebhookDeliveryDto> HandleAsync(Guid deliveryId) =>
        new ReplayWebhookDeliveryCommandHandler(_webhooks, _webhooks, _webhooks, _webhooks, Some.Mapper)
            .Handle(new ReplayWebhookDeliveryCommand(deliveryId), CancellationToken.None);
}
