namespace VideoChat.Domain.Webhooks;

/// <summary>The webhook endpoints, without deleted ones.</summary>
public interface IWebhookEndpointRepository
{
    Task<WebhookEndpoint?> FindAsync(Guid endpointId, CancellationToken cancellationToken);

    /// <summary>Lists endpoints by id, which is oldest first, after <paramref name="after"/>.</summary>
    Task<List<WebhookEndpoint>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken);

    Task<int> CountAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Waits until no transaction on any machine still uses the endpoints as they were before the saved changes.
    /// </summary>
    Task WaitUntilKnownAsync(CancellationToken cancellationToken);

    void Add(WebhookEndpoint endpoint);

    /// <summary>
    /// Changes an endpoint's current state inside the writing transaction. The function may be called more than once. Does nothing if the
    /// endpoint was deleted.
    /// </summary>
    void Change(Guid endpointId, Action<WebhookEndpoint> change);
}
