using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Webhooks.ListWebhooks;

namespace VideoChat.Application.UnitTests.Webhooks.ListWebhooks;

public sealed class ListWebhooksTests
{
    private readonly FakeWebhooks _webhooks = new();

    [Test]
    public async Task Handle_WhenMoreThanTheLimitExist_LeadsOnFromTheLastOfThePage()
    {
        var ids = Enumerable.Range(0, 3).Select(_ => _webhooks.AddEndpoint().Id).ToList();

        var first = await Handler().Handle(new ListWebhooksQuery(2, null), CancellationToken.None);
        var second = await Handler().Handle(new ListWebhooksQuery(2, Guid.Parse(first.Next!)), CancellationToken.None);

        Assert.That(first.Items.Select(webhook => webhook.Id), Is.EqualTo(ids.Take(2)));
        Assert.That(second.Items.Select(webhook => webhook.Id), Is.EqualTo(ids.Skip(2)));
        Assert.That(second.Next, Is.Null);
    }

    private ListWebhooksQueryHandler Handler() => new(_webhooks, Some.Mapper);
}
