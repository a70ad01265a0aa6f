using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Webhooks.GetWebhook;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.UnitTests.Webhooks.GetWebhook;

public sealed class GetWebhookTests
{
    private readonly FakeWebhooks _webhooks = new();

    [Test]
    public async Task Handle_WhenDeliveriesFail_ReturnsItsHealth()
    {
        var roomId = Guid.NewGuid();
        var endpoint = _webhooks.AddEndpoint(roomId: roomId);
        endpoint.Attempted(
            endpoint.Url, new WebhookAttempt(Some.Time, 5, 503, null, ""), TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        endpoint.Disable("By hand.");

        var webhook = await Handler().Handle(new GetWebhookQuery(endpoint.Id), CancellationToken.None);

        Assert.That(
            (webhook.Id, webhook.Url, webhook.Description, webhook.RoomId, webhook.CreatedAt),
            Is.EqualTo((endpoint.Id, "https://partner.example", "note", (Guid?)roomId, Some.Time)));
        Assert.That(
            (webhook.Enabled, webhook.DisabledReason, webhook.FailingSince, webhook.PausedUntil),
            Is.EqualTo((false, "By hand.", (DateTime?)Some.Time, (DateTime?)Some.Time.AddMinutes(1))));
        Assert.That(webhook.Events, Is.EqualTo(new[] { "message.posted" }));
    }

    [Test]
    public void Handle_WhenThereIsNone_Throws() =>
        Assert.That(
            () => Handler().Handle(new GetWebhookQuery(Guid.NewGuid()), CancellationToken.None),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Webhook not found"));

    private GetWebhookQueryHandler Handler() => new(_webhooks, Some.Mapper);
}
