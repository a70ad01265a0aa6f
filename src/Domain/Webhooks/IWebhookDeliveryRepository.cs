namespace VideoChat.Domain.Webhooks;

public interface IWebhookDeliveryRepository
{
    /// <summary>A delivery to an endpoint that exists.</summary>
    Task<WebhookDelivery?> FindAsync(Guid deliveryId, CancellationToken cancellationToken);

    /// <summary>An endpoint's deliveries, newest first; only those before <paramref name="before"/>.</summary>
    Task<List<WebhookDelivery>> ListAsync(
        Guid endpointId, WebhookDeliveryState? state, Guid? before, int limit, CancellationToken cancellationToken);

    /// <summary>The time by which deliveries are due, the same on every machine.</summary>
    Task<DateTime> NowAsync(CancellationToken cancellationToken);

    void Add(WebhookDelivery delivery);

    /// <summary>
    /// Writes what came of a delivery's last attempt. If it was replayed while that was made it will be sent again whatever
    /// came of it; one that is gone is passed over.
    /// </summary>
    void Attempted(WebhookDelivery delivery);

    /// <summary>Writes that a delivery is to be sent again; one that is gone is passed over.</summary>
    void Replay(WebhookDelivery delivery);
}
