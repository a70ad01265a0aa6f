using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Webhooks;
using VideoChat.Application.Webhooks.UpdateWebhook;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.UnitTests.Webhooks.UpdateWebhook;

public sealed class UpdateWebhookTests
{
    private readonly FakeWebhooks _webhooks = new();

    [Test]
    public async Task Handle_WhenOneValueIsGiven_ChangesOnlyThatOne()
    {
        var endpoint = _webhooks.AddEndpoint();

        var updated = await HandleAsync(new UpdateWebhookCommand(endpoint.Id, "https://new.example", null, null, null));

        Assert.That(
            (updated.Url, updated.Events.Single(), updated.Description, updated.Enabled),
            Is.EqualTo(("https://new.example", "message.posted", "note", true)));
        Assert.That(endpoint.Url, Is.EqualTo("https://new.example"));
    }

    [Test]
    public async Task Handle_WhenDisabled_SaysThatTheApiDidIt()
    {
        var endpoint = _webhooks.AddEndpoint();

        var updated = await HandleAsync(new UpdateWebhookCommand(endpoint.Id, null, null, null, Enabled: false));

        Assert.That((updated.Enabled, updated.DisabledReason), Is.EqualTo((false, "Disabled through the API.")));
        Assert.That(endpoint.IsEnabled, Is.False);
    }

    [Test]
    public async Task Handle_WhenEnabled_ClearsTheFailuresAndThePause()
    {
        var endpoint = _webhooks.AddEndpoint();
        endpoint.Attempted(
            endpoint.Url, new WebhookAttempt(Some.Time, 5, 429, null, ""), TimeSpan.FromHours(1), TimeSpan.FromDays(1));
        endpoint.Disable("By hand.");

        var updated = await HandleAsync(new UpdateWebhookCommand(endpoint.Id, null, null, null, Enabled: true));

        Assert.That(
            (updated.Enabled, updated.DisabledReason, updated.FailingSince, updated.PausedUntil),
            Is.EqualTo((true, (string?)null, (DateTime?)null, (DateTime?)null)));
    }

    [Test]
    public void Handle_WhenThereIsNone_Throws() =>
        Assert.That(
            () => HandleAsync(new UpdateWebhookCommand(Guid.NewGuid(), null, null, null, true)),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Webhook not found"));

    private Task<WebhookDto> HandleAsync(UpdateWebhookCommand command) =>
        new UpdateWebhookCommandHandler(_webhooks, _webhooks, Some.Mapper).Handle(command, CancellationToken.None);
}
