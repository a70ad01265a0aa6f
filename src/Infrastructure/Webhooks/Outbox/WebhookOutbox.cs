using System.Diagnostics;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.Webhooks.Outbox;

/// <summary>
/// What a transaction of the log tells partners: a delivery for every endpoint that wants it, written with what happened
/// or not at all. Endpoints are read in the transaction and from nowhere else: so an endpoint that exists misses nothing,
/// on whatever machine it was made.
/// </summary>
internal sealed class WebhookOutbox(ILogStatements statements)
{
    private IReadOnlyList<WebhookSubscription>? _subscriptions;

    /// <summary>Whether there is something to send when the transaction has committed.</summary>
    public bool HasWork { get; private set; }

    /// <summary>What is being written for, while somebody collects spans: deliveries say so to partners.</summary>
    public Activity? Cause { private get; set; }

    private IReadOnlyList<WebhookSubscription> Subscriptions => _subscriptions ??= statements.ReadSubscriptions();

    /// <summary>A transaction begins.</summary>
    public void Reset()
    {
        _subscriptions = null;
        HasWork = false;
    }

    /// <summary>Whether anybody wants to be told.</summary>
    public bool Wants(string type, Guid roomId) => Subscriptions.Any(subscription => subscription.Wants(type, roomId));

    /// <summary>A room's log has gained something.</summary>
    public void Tell(RoomEvent roomEvent)
    {
        if (Subscriptions.Count > 0)
            Tell(WebhookEvent.TypeOf(roomEvent), roomEvent.RoomId, () => WebhookEvent.From(roomEvent));
    }

    /// <summary>Something has happened in a room.</summary>
    /// <param name="type">What it is called.</param>
    /// <param name="roomId">Where.</param>
    /// <param name="describe">Tells it; called only where somebody wants to know.</param>
    public void Tell(string type, Guid roomId, Func<WebhookEvent> describe)
    {
        WebhookEvent? told = null;
        string? payload = null;
        foreach (var subscription in Subscriptions)
        {
            if (!subscription.Wants(type, roomId))
                continue;
            told ??= describe();
            payload ??= told.ToPayload();
            Enqueue(WebhookDelivery.Create(subscription.EndpointId, told.Id, type, roomId, payload, told.Timestamp, Cause?.Id));
        }
    }

    /// <summary>Adds a delivery, behind those that were added before.</summary>
    public void Enqueue(WebhookDelivery delivery)
    {
        statements.Insert(delivery);
        MarkWork();
    }

    /// <summary>There is something to send when the transaction has committed.</summary>
    public void MarkWork() => HasWork = true;
}
