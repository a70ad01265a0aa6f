using Microsoft.Extensions.Options;
using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Webhooks;
using VideoChat.Application.Webhooks.CreateWebhook;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.UnitTests.Webhooks.CreateWebhook;

public sealed class CreateWebhookTests
{
    private static readonly string[] Events = ["video.ready", "message.posted"];

    private readonly Room _room = Some.Room();
    private readonly FakeWebhooks _webhooks = new();

    [Test]
    public async Task Handle_WhenValid_StoresTheEndpointAndReturnsItsSecret()
    {
        var created = await HandleAsync(new CreateWebhookCommand("https://partner.example", Events, " note ", _room.Id));

        var stored = _webhooks.Endpoints.Single();
        Assert.That(created.Events, Is.EqualTo(new[] { "message.posted", "video.ready" }));
        Assert.That(created with { Events = [] }, Is.EqualTo(new CreatedWebhookDto(
            stored.Id, "https://partner.example", [], "note", _room.Id, true, null, null, null, Some.Time, stored.Secret)));
    }

    [Test]
    public void Handle_WhenThereIsNoSuchRoom_StoresNothing()
    {
        var command = new CreateWebhookCommand("https://partner.example", Events, null, Guid.NewGuid());

        Assert.That(() => HandleAsync(command), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));
        Assert.That(_webhooks.Endpoints, Is.Empty);
    }

    [Test]
    public void Handle_WhenTheLimitIsReached_StoresNothing()
    {
        _webhooks.AddEndpoint();
        _webhooks.AddEndpoint();
        var command = new CreateWebhookCommand("https://partner.example", Events, null, null);

        Assert.That(
            () => HandleAsync(command), Throws.InstanceOf<DomainException>().With.Message.EqualTo("The limit of 2 webhooks is reached."));
        Assert.That(_webhooks.Endpoints, Has.Count.EqualTo(2));
    }

    private Task<CreatedWebhookDto> HandleAsync(CreateWebhookCommand command) =>
        new CreateWebhookCommandHandler(
            Ports.Knowing(_room), _webhooks, _webhooks, Options.Create(new WebhooksOptions { MaxEndpoints = 2 }), Some.Mapper, Some.Clock())
        .Handle(command, CancellationToken.None);
}
