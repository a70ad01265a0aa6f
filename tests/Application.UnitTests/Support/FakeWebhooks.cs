using VideoChat.Application.Common;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.UnitTests.Support;

/// <summary>The webhook endpoints and deliveries in memory. Changes take effect when the unit of work is saved.</summary>
internal sealed class FakeWebhooks : IWebhookEndpointRepository, IWebhookDeliveryRepository, IDeliveryClock, IUnitOfWork
{
    private readonly List<Action> _pending = [];

    public List<WebhookEndpoint> Endpoints { get; } = [];

    public List<WebhookDelivery> Deliveries { get; } = [];

    public int Saves { get; private set; }

    public DateTime DeliveryTime { get; } = Some.Time.AddMinutes(1);

    public WebhookEndpoint AddEndpoint(string url = "https://partner.example", Guid? roomId = null)
    {
        var endpoint = WebhookEndpoint.Create(url, ["message.posted"], "note", roomId, Some.Time);
        Endpoints.Add(endpoint);
        return endpoint;
    }

    public WebhookDelivery AddDelivery(Guid endpointId)
    {
        var delivery = WebhookDelivery.Create(endpointId, Guid.NewGuid(), "message.posted", null, "{}", Some.Time);
        Deliveries.Add(delivery);
        return delivery;
    }

    public Task<TAnswer> SaveChangesAsync<TAnswer>(Func<TAnswer> answer, CancellationToken cancellationToken)
    {
        foreach (var change in _pending)
            change();
        _pending.Clear();
        Saves++;
        return Task.FromResult(answer());
    }

    Task<DateTime> IDeliveryClock.ReadAsync(CancellationToken cancellationToken) => Task.FromResult(DeliveryTime);

    Task<WebhookEndpoint?> IWebhookEndpointRepository.FindAsync(Guid endpointId, CancellationToken cancellationToken) =>
        Task.FromResult(Endpoints.Find(endpoint => endpoint.Id == endpointId));

    Task<List<WebhookEndpoint>> IWebhookEndpointRepository.ListAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(Endpoints
            .SkipWhile(endpoint => after is not null && endpoint.Id != after)
            .Skip(after is null ? 0 : 1)
            .Take(limit)
            .ToList());

    Task<int> IWebhookEndpointRepository.CountAsync(CancellationToken cancellationToken) => Task.FromResult(Endpoints.Count);

    void IWebhookEndpointRepository.Add(WebhookEndpoint endpoint) => _pending.Add(() => Endpoints.Add(endpoint));

    void IWebhookEndpointRepository.Change(Guid endpointId, Action<WebhookEndpoint> change) =>
        _pending.Add(() => change(Endpoints.Single(endpoint => endpoint.Id == endpointId)));

    Task<WebhookDelivery?> IWebhookDeliveryRepository.FindAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        Task.FromResult(Deliveries.Find(delivery => delivery.Id == deliveryId));

    Task<List<WebhookDelivery>> IWebhookDeliveryRepository.ListAsync(
        Guid endpointId, WebhookDeliveryState? state, Guid? before, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(Deliveries
            .AsEnumerable()
            .Reverse()
            .SkipWhile(delivery => before is not null && delivery.Id != before)
            .Skip(before is null ? 0 : 1)
            .Where(delivery => delivery.EndpointId == endpointId && (state is null || delivery.State == state))
            .Take(limit)
            .ToList());

    void IWebhookDeliveryRepository.Add(WebhookDelivery delivery) => _pending.Add(() => Deliveries.Add(delivery));

    void IWebhookDeliveryRepository.Replay(WebhookDelivery delivery) => _pending.Add(() =>
    {
        Deliveries.RemoveAll(stored => stored.Id == delivery.Id);
        Deliveries.Add(delivery);
    });

    void IWebhookDeliveryRepository.Attempted(WebhookDelivery delivery) => throw new NotSupportedException();
}
