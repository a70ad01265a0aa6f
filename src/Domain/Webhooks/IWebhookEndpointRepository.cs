namespace VideoChat.Domain.Webhooks;

/// <summary>
/// Stores webhook endpoints. Deleted endpoints are not returned. Saving waits until the transactions that were open on any
/// machine have ended, so that every later event is delivered according to the change.
/// </summary>
public interface IWebhookEndpointRepository
{
    Task<WebhookEndpoint?> FindAsync(Guid endpointId, CancellationToken cancellationToken);

    /// <summary>Lists the endpoints that follow <paramref name="after"/>, oldest first.</summary>
    Task<List<WebhookEndpoint>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken);

    Task<int> CountAsync(CancellationToken cancellationToken);

    void Add(WebhookEndpoint endpoint);

    /// <summary>
    /// Applies <paramref name="change"/> to the stored state inside the write transaction; does nothing if the endpoint was
    /// deleted. A transaction that is retried calls the function again.
    /// </summary>
    void Change(Guid endpointId, Action<WebhookEndpoint> change);
}
