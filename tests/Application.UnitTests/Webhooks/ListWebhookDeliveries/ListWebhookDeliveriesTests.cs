using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Webhooks;
using VideoChat.Application.Webhooks.ListWebhookDeliveries;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.UnitTests.Webhooks.ListWebhookDeliveries;

public sealed class ListWebhookDeliveriesTests
{
    private readonly FakeWebhooks _webhooks = new();

    [Test]
    public async Task Handle_WhenMoreThanTheLimitExist_ListsTheNewestFirstAndLeadsOn()
    {
        var endpoint = _webhooks.AddEndpoint();
        var ids = Enumerable.Range(0, 3).Select(_ => _webhooks.AddDelivery(endpoint.Id).Id).Reverse().ToList();
        _webhooks.AddDelivery(_webhooks.AddEndpoint().Id);

        var first = await HandleAsync(endpoint.Id, limit: 2);
        var second = await HandleAsync(endpoint.Id, limit: 2, cursor: Guid.Parse(first.Next!));

        Assert.That(first.Items.Select(delivery => delivery.Id), Is.EqualTo(ids.Take(2)));
        Assert.That(second.Items.Select(delivery => delivery.Id), Is.EqualTo(ids.Skip(2)));
        Assert.That(second.Next, Is.Null);
    }

    [TestCase(null, 2)]
    [TestCase("pending", 1)]
    [TestCase("delivered", 1)]
    [TestCase("failed", 0)]
    public async Task Handle_WhenAStateIsGiven_ListsOnlyDeliveriesInThatState(string? state, int expected)
    {
        var endpoint = _webhooks.AddEndpoint();
        _webhooks.AddDelivery(endpoint.Id);
        _webhooks.AddDelivery(endpoint.Id).Attempted(new WebhookAttempt(Some.Time, 5, 200, null, "ok"), null);

        var page = await HandleAsync(endpoint.Id, state: state);

        Assert.That(page.Items, Has.Count.EqualTo(expected));
    }

    [Test]
    public async Task Handle_WhenTheEndpointIsPaused_ShowsNoAttemptBeforeTheEndOfThePause()
    {
        var endpoint = _webhooks.AddEndpoint();
        _webhooks.AddDelivery(endpoint.Id);
        var overloaded = new WebhookAttempt(Some.Time, 5, 429, null, "");
        endpoint.Attempted(endpoint.Url, overloaded, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));

        var page = await HandleAsync(endpoint.Id);

        Assert.That(page.Items.Single().NextAttemptAt, Is.EqualTo(Some.Time.AddMinutes(1)));
    }

    [Test]
    public void Handle_WhenThereIsNoSuchWebhook_Throws() =>
        Assert.That(
            () => HandleAsync(Guid.NewGuid()), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Webhook not found"));

    private Task<Page<WebhookDeliveryDto>> HandleAsync(Guid endpointId, string? state = null, Guid? cursor = null, int limit = 10) =>
        new ListWebhookDeliveriesQueryHandler(_webhooks, _webhooks, Some.Mapper)
            .Handle(new ListWebhookDeliveriesQuery(endpointId, state, cursor, limit), CancellationToken.None);
}
