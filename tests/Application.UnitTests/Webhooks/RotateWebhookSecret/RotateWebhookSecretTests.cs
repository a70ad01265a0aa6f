using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Webhooks;
using VideoChat.Application.Webhooks.RotateWebhookSecret;
using VideoChat.Domain.Common;

namespace VideoChat.Application.UnitTests.Webhooks.RotateWebhookSecret;

public sealed class RotateWebhookSecretTests
{
    private readonly FakeWebhooks _webhooks = new();

    [Test]
    public async Task Handle_WhenItExists_StoresAndReturnsANewSecretBesideThePreviousOne()
    {
        var endpoint = _webhooks.AddEndpoint();
        var previous = endpoint.Secret;

        var rotated = await HandleAsync(endpoint.Id);

        Assert.That(rotated, Is.EqualTo(new WebhookSecretDto(endpoint.Id, endpoint.Secret, Some.Time.AddHours(24))));
        Assert.That(endpoint.SecretsAt(Some.Time), Is.EqualTo(new[] { rotated.Secret, previous }));
        Assert.That(rotated.Secret, Is.Not.EqualTo(previous));
    }

    [Test]
    public async Task Handle_WhenThePreviousSecretStillSigns_KeepsBothSecrets()
    {
        var endpoint = _webhooks.AddEndpoint();
        await HandleAsync(endpoint.Id);
        var secrets = endpoint.SecretsAt(Some.Time);

        Assert.That(() => HandleAsync(endpoint.Id), Throws.InstanceOf<DomainException>());
        Assert.That(endpoint.SecretsAt(Some.Time), Is.EqualTo(secrets));
    }

    [Test]
    public void Handle_WhenThereIsNone_Throws() =>
        Assert.That(
            () => HandleAsync(Guid.NewGuid()), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Webhook not found"));

    private Task<WebhookSecretDto> HandleAsync(Guid endpointId) =>
        new RotateWebhookSecretCommandHandler(_webhooks, _webhooks, Some.Clock())
            .Handle(new RotateWebhookSecretCommand(endpointId), CancellationToken.None);
}
