using System.Text.Json;
using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Webhooks;
using VideoChat.Application.Webhooks.TestWebhook;
using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.UnitTests.Webhooks.TestWebhook;

public sealed class TestWebhookTests
{
    private readonly FakeWebhooks _webhooks = new();

    [Test]
    public async Task Handle_WhenItIsPaused_QueuesATestForThatEndpointAndEndsThePause()
    {
        var (roomId, other) = (Guid.NewGuid(), _webhooks.AddEndpoint());
        var endpoint = _webhooks.AddEndpoint(roomId: roomId);
        foreach (var paused in new[] { endpoint, other })
            paused.Attempted(
                paused.Url, new WebhookAttempt(Some.Time, 5, 429, null, ""), TimeSpan.FromHours(1), TimeSpan.FromDays(1));

        var queued = await HandleAsync(endpoint.Id);

        var stored = _webhooks.Deliveries.Single();
        Assert.That(
            (queued.Id, queued.WebhookId, queued.Type, queued.RoomId, queued.State, queued.NextAttemptAt),
            Is.EqualTo((stored.Id, endpoint.Id, "webhook.test", (Guid?)roomId, WebhookDeliveryState.Pending, (DateTime?)Some.Time)));
        var data = JsonSerializer.Deserialize<JsonElement>(stored.Payload).GetProperty("data");
        Assert.That(data.GetProperty("webhook_id").GetGuid(), Is.EqualTo(endpoint.Id));
        Assert.That((endpoint.PausedUntil, other.PausedUntil), Is.EqualTo(((DateTime?)null, (DateTime?)Some.Time.AddHours(1))));
    }

    [Test]
    public void Handle_WhenItIsDisabled_QueuesNothing()
    {
        var endpoint = _webhooks.AddEndpoint();
        endpoint.Disable("By hand.");

        Assert.That(
            () => HandleAsync(endpoint.Id),
            Throws.InstanceOf<DomainException>().With.Message.EqualTo("This webhook is disabled; enable it first."));
        Assert.That(_webhooks.Deliveries, Is.Empty);
    }

    [Test]
    public void Handle_WhenThereIsNone_Throws() =>
        Assert.That(
            () => HandleAsync(Guid.NewGuid()), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Webhook not found"));

    private Task<WebhookDeliveryDto> HandleAsync(Guid endpointId) =>
        new TestWebhookCommandHandler(_webhooks, _webhooks, _webhooks, Some.Mapper, Some.Clock())
            .Handle(new TestWebhookCommand(endpointId), CancellationToken.None);
}
