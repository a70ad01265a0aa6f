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

    /// <summary>Writes how far a delivery is; one that is gone is passed over.</summary>
    void Update(WebhookDelivery delivery);
}
