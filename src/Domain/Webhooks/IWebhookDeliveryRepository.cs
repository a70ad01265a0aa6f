namespace VideoChat.Domain.Webhooks;

public interface IWebhookDeliveryRepository
{
    /// <summary>Returns a delivery; null if it or its endpoint does not exist.</summary>
    Task<WebhookDelivery?> FindAsync(Guid deliveryId, CancellationToken cancellationToken);

    /// <summary>Lists an endpoint's deliveries, newest first, before <paramref name="before"/>.</summary>
    Task<List<WebhookDelivery>> ListAsync(
        Guid endpointId, WebhookDeliveryState? state, Guid? before, int limit, CancellationToken cancellationToken);

    /// <summary>Returns the time against which deliveries are due, the same on every machine.</summary>
    Task<DateTime> NowAsync(CancellationToken cancellationToken);

    void Add(WebhookDelivery delivery);

    /// <summary>
    /// Stores the result of a delivery's last attempt. A delivery that was replayed during the attempt stays pending in any case. Does
    /// nothing if the delivery was deleted.
    /// </summary>
    void Attempted(WebhookDelivery delivery);

    /// <summary>Marks a delivery to be sent again; does nothing if it was deleted.</summary>
    void Replay(WebhookDelivery delivery);
}
