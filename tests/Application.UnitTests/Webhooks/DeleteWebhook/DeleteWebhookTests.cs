using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Webhooks.DeleteWebhook;

namespace VideoChat.Application.UnitTests.Webhooks.DeleteWebhook;

public sealed class DeleteWebhookTests
{
    private readonly FakeWebhooks _webhooks = new();

    [Test]
    public async Task Handle_WhenItExists_DeletesItWithItsSecret()
    {
        var (endpoint, other) = (_webhooks.AddEndpoint(), _webhooks.AddEndpoint());

        var result = await Handler().Handle(new DeleteWebhookCommand(endpoint.Id), CancellationToken.None);

        Assert.That(result.Message, Is.EqualTo($"Webhook {endpoint.Id} was deleted"));
        Assert.That((endpoint.DeletedAt, endpoint.IsEnabled, endpoint.Secret), Is.EqualTo(((DateTime?)Some.Time, false, "")));
        Assert.That((other.DeletedAt, other.IsEnabled), Is.EqualTo(((DateTime?)null, true)));
    }

    [Test]
    public void Handle_WhenThereIsNone_Throws()
    {
        _webhooks.AddEndpoint();

        Assert.That(
            () => Handler().Handle(new DeleteWebhookCommand(Guid.NewGuid()), CancellationToken.None),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Webhook not found"));
        Assert.That(_webhooks.Saves, Is.Zero);
    }

    private DeleteWebhookCommandHandler Handler() => new(_webhooks, _webhooks, Some.Clock());
}
