using VideoChat.Application.Webhooks;
using VideoChat.Domain.Common;
using VideoChat.Domain.Events;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

// Stores the deliveries of an event in its transaction. Endpoints are read in the same transaction and never cached, so no machine
// misses a new endpoint.
internal sealed class WebhookOutbox(IWebhookStatements statements, WebhookSignal signal) : ILogParticipant
{
    private readonly List<WebhookDelivery> _deliveries = [];
    private LogTransaction _transaction = null!;
    private IReadOnlyList<WebhookSubscription>? _subscriptions;
    private bool _hasWork;

    private IReadOnlyList<WebhookSubscription> Subscriptions => _subscriptions ??= statements.ReadSubscriptions();

    public void OnBegin(LogTransaction transaction)
    {
        _transaction = transaction;
        _subscriptions = null;
        _deliveries.Clear();
        _hasWork = false;
        statements.Begin();
    }

    public bool Observes(IDomainEvent domainEvent) =>
        domainEvent is IPublicEvent e && Subscriptions.Any(subscription => subscription.Matches(e.EventKind.WebhookType, e.RoomId));

    public void OnEvent(IDomainEvent domainEvent)
    {
        switch (domainEvent)
        {
            case DeliveryCreated created:
                Add(created.Delivery);
                break;
            case DeliveriesDue:
                _hasWork = true;
                break;
            case IPublicEvent publicEvent:
                Publish(publicEvent);
                break;
        }
    }

    public void OnBeforeCommit()
    {
        if (_deliveries.Count > 0)
            statements.Insert(_deliveries);
    }

    public void OnCommitted()
    {
        if (_hasWork)
            signal.Set();
    }

    private void Publish(IPublicEvent publicEvent)
    {
        if (Subscriptions.Count == 0)
            return;
        var (type, roomId) = (publicEvent.EventKind.WebhookType, publicEvent.RoomId);
        WebhookEvent? webhook = null;
        string? payload = null;
        foreach (var subscription in Subscriptions)
        {
            if (!subscription.Matches(type, roomId))
                continue;
            webhook ??= WebhookEvent.From(publicEvent, UsernameOf);
            payload ??= webhook.ToPayload();
            Add(WebhookDelivery.Create(
                subscription.EndpointId, webhook.Id, type, roomId, payload, webhook.Timestamp, _transaction.Cause?.Id));
        }
    }

    private void Add(WebhookDelivery delivery)
    {
        _deliveries.Add(delivery);
        _hasWork = true;
    }

    private string UsernameOf(Guid userId) => _transaction.Db.Users.Where(u => u.Id == userId).Select(u => u.Username).First();
}
