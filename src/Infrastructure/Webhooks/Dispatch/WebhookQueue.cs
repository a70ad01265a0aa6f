using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks.Dispatch;

// Reads the due deliveries of an endpoint in pages. A page contains a limited number per room, so that a large backlog of one room
// does not delay the others.
internal sealed class WebhookQueue(IDbContextFactory<VideoChatDbContext> contexts, IDatabaseDialect database, Guid endpointId)
{
    private const int PageSize = 100;
    private const int MaxPerRoom = 25;

    // The room after which the next page starts.
    private Guid _lastRoom;

    // Reads the next page. First attempts are always due. Otherwise, after the clock was set back, later deliveries could overtake
    // earlier ones.
    public async Task<List<WebhookDelivery>> ReadDueAsync(CancellationToken cancellationToken)
    {
        var now = (await database.ReadTimeAsync(cancellationToken)).Now;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ready = db.WebhookEndpoints.WhereReady(now).Where(e => e.Id == endpointId);
        var pending = db.WebhookDeliveries
            .AsNoTracking()
            .Where(d => d.EndpointId == endpointId && d.State == WebhookDeliveryState.Pending && ready.Any());

        // Each query reads the beginning of an index range, so its cost does not depend on the size of the backlog.
        var page = await pending
            .Where(d => d.Tries > 0 && d.NextAttemptAt <= now).OrderBy(d => d.NextAttemptAt).Take(MaxPerRoom).ToListAsync(cancellationToken);
        var firstTries = pending.Where(d => d.Tries == 0);
        page.AddRange(await firstTries
            .Where(d => d.RoomId == null).OrderBy(d => d.Number).Take(MaxPerRoom).ToListAsync(cancellationToken));
        await AddRoomsAsync(page, firstTries, cancellationToken);
        return [.. page.OrderBy(d => d.Number)];
    }

    private async Task AddRoomsAsync(List<WebhookDelivery> page, IQueryable<WebhookDelivery> firstTries, CancellationToken cancellationToken)
    {
        var isAtEnd = false;
        while (page.Count < PageSize && !isAtEnd)
        {
            var lastRoom = _lastRoom;
            var next = await firstTries
                .Where(d => d.RoomId > lastRoom).OrderBy(d => d.RoomId).ThenBy(d => d.Number).Take(MaxPerRoom).ToListAsync(cancellationToken);
            page.AddRange(next);
            isAtEnd = next.Count < MaxPerRoom && (lastRoom == Guid.Empty || page.Count > 0);
            _lastRoom = next.Count < MaxPerRoom ? Guid.Empty : next[^1].RoomId!.Value;
        }
    }
}
