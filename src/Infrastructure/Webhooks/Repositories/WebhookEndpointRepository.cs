using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks.Repositories;

internal sealed class WebhookEndpointRepository(VideoChatDbContext db, UnitOfWork unitOfWork, IDatabaseDialect database) : IWebhookEndpointRepository
{
    private IQueryable<WebhookEndpoint> Existing => db.WebhookEndpoints.AsNoTracking().Where(e => e.DeletedAt == null);

    public Task<WebhookEndpoint?> FindAsync(Guid endpointId, CancellationToken cancellationToken) =>
        Existing.FirstOrDefaultAsync(e => e.Id == endpointId, cancellationToken);

    public Task<List<WebhookEndpoint>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        var endpoints = Existing;
        if (after is { } id)
            endpoints = endpoints.Where(e => e.Id > id);
        return endpoints.OrderBy(e => e.Id).Take(limit).ToListAsync(cancellationToken);
    }

    public Task<int> CountAsync(CancellationToken cancellationToken) => Existing.CountAsync(cancellationToken);

    public void Add(WebhookEndpoint endpoint)
    {
        unitOfWork.Enlist(log => log.Db.Add(endpoint));
        unitOfWork.AfterSaving(WaitUntilKnownAsync);
    }

    public void Change(Guid endpointId, Action<WebhookEndpoint> change)
    {
        var isSubscriptionChanged = false;
        unitOfWork.Enlist(log =>
        {
            isSubscriptionChanged = false;
            // An update that changes nothing locks the row, because another machine may be changing the endpoint.
            var existing = log.Db.WebhookEndpoints.Where(e => e.Id == endpointId && e.DeletedAt == null);
            if (existing.ExecuteUpdate(set => set.SetProperty(e => e.Url, e => e.Url)) == 0)
                return;
            var endpoint = existing.First();
            var (events, isEnabled) = (endpoint.Events, endpoint.IsEnabled);
            change(endpoint);
            isSubscriptionChanged = endpoint.IsEnabled != isEnabled || !endpoint.Events.SequenceEqual(events);
        });
        unitOfWork.AfterSaving(() => isSubscriptionChanged ? WaitUntilKnownAsync() : Task.CompletedTask);
    }

    // Waits until no transaction uses the earlier subscriptions. The caller's cancellation is ignored, because the change is
    // already saved.
    private Task WaitUntilKnownAsync() => database.WaitForOpenTransactionsAsync(CancellationToken.None);
}
