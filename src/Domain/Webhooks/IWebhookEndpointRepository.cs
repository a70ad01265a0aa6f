namespace VideoChat.Domain.Webhooks;

/// <summary>Endpoints that were deleted are not found here.</summary>
public interface IWebhookEndpointRepository
{
    Task<WebhookEndpoint?> FindAsync(Guid endpointId, CancellationToken cancellationToken);

    /// <summary>Endpoints by id, which is the order in which they came; only those behind <paramref name="after"/>.</summary>
    Task<List<WebhookEndpoint>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken);

    Task<int> CountAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Waits until everything that is written, on whatever machine, takes account of the changes that are saved.
    /// </summary>
    Task WaitUntilKnownAsync(CancellationToken cancellationToken);

    void Add(WebhookEndpoint endpoint);

    /// <summary>
    /// Changes an endpoint as it stands at the moment of writing, with nobody in between. It may be called more than once.
    /// One that is gone is passed over.
    /// </summary>
    void Change(Guid endpointId, Action<WebhookEndpoint> change);
}
