namespace VideoChat.Domain.Webhooks;

public interface IWebhookDeliveryRepository
{
    /// <summary>Returns a delivery; null if the delivery or its endpoint does not exist.</summary>
    Task<WebhookDelivery?> FindAsync(Guid deliveryId, CancellationToken cancellationToken);

    /// <summary>Lists the endpoint's deliveries that precede <paramref name="before"/>, newest first.</summary>
    Task<List<WebhookDelivery>> ListAsync(
        Guid endpointId, WebhookDeliveryState? state, Guid? before, int limit, CancellationToken cancellationToken);

    void Add(WebhookDelivery delivery);

    /// <summary>
    /// Stores the result of the last attempt; does nothing if the delivery was deleted. A delivery that was replayed during the
    /// attempt stays pending.
    /// </summary>
    void Attempted(WebhookDelivery delivery);

    /// <summary>Schedules a delivery again; does nothing if the delivery was deleted.</summary>
    void Replay(WebhookDelivery delivery);
}
