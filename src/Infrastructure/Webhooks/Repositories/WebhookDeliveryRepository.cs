using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Webhooks.Outbox;

namespace VideoChat.Infrastructure.Webhooks.Repositories;

internal sealed class WebhookDeliveryRepository(VideoChatDbContext db, UnitOfWork unitOfWork) : IWebhookDeliveryRepository
{
    public Task<WebhookDelivery?> FindAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        db.WebhookDeliveries
            .AsNoTracking()
            .Where(d => d.Id == deliveryId)
            .Where(d => db.WebhookEndpoints.Any(e => e.Id == d.EndpointId && e.DeletedAt == null))
            .FirstOrDefaultAsync(cancellationToken);

    public async Task<List<WebhookDelivery>> ListAsync(
        Guid endpointId, WebhookDeliveryState? state, Guid? before, int limit, CancellationToken cancellationToken)
    {
        var deliveries = db.WebhookDeliveries.AsNoTracking().Where(d => d.EndpointId == endpointId);
        if (state is { } wanted)
            deliveries = deliveries.Where(d => d.State == wanted);
        if (before is { } id)
        {
            var number = await db.WebhookDeliveries
                .Where(d => d.Id == id).Select(d => d.Number).FirstOrDefaultAsync(cancellationToken);
            deliveries = deliveries.Where(d => d.Number < number);
        }
        return await deliveries.OrderByDescending(d => d.Number).Take(limit).ToListAsync(cancellationToken);
    }

    public void Add(WebhookDelivery delivery) => unitOfWork.Enlist(log => log.Raise(new DeliveryCreated(delivery)));

    public void Attempted(WebhookDelivery delivery) => unitOfWork.Enlist(log =>
    {
        var updated = log.Db.WebhookDeliveries
            .Where(d => d.Id == delivery.Id && d.Tries == delivery.Tries - 1 && d.Replays == delivery.Replays)
            .ExecuteUpdate(set => set
                .SetProperty(d => d.State, delivery.State)
                .SetProperty(d => d.Tries, delivery.Tries)
                .SetProperty(d => d.NextAttemptAt, delivery.NextAttemptAt)
                .SetProperty(d => d.Attempts, delivery.Attempts));
        if (updated == 0)
            log.Db.WebhookDeliveries.Where(d => d.Id == delivery.Id).ExecuteUpdate(set => set.SetProperty(d => d.Attempts, delivery.Attempts));
        if (updated == 0 || delivery.State == WebhookDeliveryState.Pending)
            log.Raise(new DeliveriesDue());
    });

    // The attempts are not overwritten, because another transaction may have added one.
    public void Replay(WebhookDelivery delivery) => unitOfWork.Enlist(log =>
    {
        log.Db.WebhookDeliveries
            .Where(d => d.Id == delivery.Id)
            .ExecuteUpdate(set => set
                .SetProperty(d => d.State, delivery.State)
                .SetProperty(d => d.Tries, delivery.Tries)
                .SetProperty(d => d.Replays, d => d.Replays + 1)
                .SetProperty(d => d.NextAttemptAt, delivery.NextAttemptAt));
        log.Raise(new DeliveriesDue());
    });
}
